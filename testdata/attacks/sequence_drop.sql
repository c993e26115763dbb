-- A foreign sequence is dropped.
-- object: sequence auth.invoice_no
DROP SEQUENCE auth.invoice_no
