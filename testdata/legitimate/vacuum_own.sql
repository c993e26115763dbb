-- VACUUM of own tables.
-- in: alone
VACUUM (ANALYZE) orders, order_items (id)
