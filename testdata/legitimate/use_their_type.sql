-- A column of a foreign type.
ALTER TABLE order_items ADD COLUMN by_role auth.role DEFAULT 'user', ADD COLUMN mail auth.email
