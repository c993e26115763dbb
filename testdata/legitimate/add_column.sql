-- A column of an own table.
ALTER TABLE order_items ADD COLUMN note text
