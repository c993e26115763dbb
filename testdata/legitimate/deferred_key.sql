-- A key that is checked at the end.
ALTER TABLE order_items DROP CONSTRAINT order_items_order_id_fkey; ALTER TABLE order_items ADD CONSTRAINT order_items_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED; INSERT INTO order_items VALUES (7, 900, 1); INSERT INTO orders (id, code) VALUES (900, 'Z')
