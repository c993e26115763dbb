-- The type of a foreign key's column changes.
ALTER TABLE orders ALTER COLUMN customer_id TYPE int
