-- A sequence that a column owns.
CREATE SEQUENCE invoice_numbers START 1000 INCREMENT 10; ALTER TABLE orders ADD COLUMN invoice int DEFAULT nextval('invoice_numbers'); ALTER SEQUENCE invoice_numbers OWNED BY orders.invoice; SELECT setval('invoice_numbers', 5000)
