-- A value is taken from a foreign sequence.
-- object: sequence auth.invoice_no
INSERT INTO scratch SELECT nextval('auth.invoice_no')
