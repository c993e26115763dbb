-- A foreign key is made deferrable.
ALTER TABLE orders ALTER CONSTRAINT orders_customer_id_fkey DEFERRABLE
