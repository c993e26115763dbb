-- Constraints that are checked at the end.
ALTER TABLE order_items ADD COLUMN parent int REFERENCES order_items DEFERRABLE INITIALLY DEFERRED;
INSERT INTO order_items (id, parent) VALUES (7, 8); INSERT INTO order_items (id, parent) VALUES (8, 8)
