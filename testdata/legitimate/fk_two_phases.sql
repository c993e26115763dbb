-- A foreign key that is checked later.
ALTER TABLE order_items ADD COLUMN user_id bigint;
ALTER TABLE order_items ADD CONSTRAINT order_items_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users (id) ON DELETE SET NULL NOT VALID
-- next step
ALTER TABLE order_items VALIDATE CONSTRAINT order_items_user_id_fkey
