-- A table that refers to itself.
ALTER TABLE orders ADD COLUMN parent_id int REFERENCES orders ON DELETE CASCADE; UPDATE orders SET parent_id = 1 WHERE id = 2
