-- A foreign sequence is tied to an own column, and would go with it.
-- object: sequence auth.invoice_no
ALTER SEQUENCE auth.invoice_no OWNED BY scratch.n
