-- The column of a foreign key goes.
ALTER TABLE orders DROP COLUMN customer_id
