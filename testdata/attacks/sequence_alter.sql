-- A foreign sequence counts otherwise.
-- object: sequence auth.invoice_no
ALTER SEQUENCE auth.invoice_no INCREMENT BY 10
