-- A foreign sequence begins again.
-- object: sequence auth.invoice_no
ALTER SEQUENCE auth.invoice_no RESTART
