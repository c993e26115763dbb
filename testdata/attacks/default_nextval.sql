-- A new column is filled from a foreign sequence.
-- object: sequence auth.invoice_no
ALTER TABLE scratch ADD COLUMN no int DEFAULT nextval('auth.invoice_no')
