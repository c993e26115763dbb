-- A foreign key to theirs makes room for another.
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey, ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES auth.users ON DELETE RESTRICT
