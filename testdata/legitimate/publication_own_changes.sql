-- A publication comes, changes and goes.
CREATE PUBLICATION p FOR TABLE orders; ALTER PUBLICATION p ADD TABLE order_items; ALTER PUBLICATION p SET (publish = 'insert'); ALTER PUBLICATION p DROP TABLE orders; DROP PUBLICATION p
