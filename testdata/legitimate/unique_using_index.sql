-- A key out of an index.
CREATE UNIQUE INDEX order_items_once ON order_items (order_id, id); ALTER TABLE order_items ADD CONSTRAINT order_items_once UNIQUE USING INDEX order_items_once
