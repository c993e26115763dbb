-- A foreign key to a foreign table goes.
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey
