-- Doubles are deleted before a key is added.
DELETE FROM order_items a USING order_items b WHERE a.ctid < b.ctid AND a.order_id = b.order_id; ALTER TABLE order_items ADD CONSTRAINT order_items_once UNIQUE (order_id)
