-- TRUNCATE of an own table, with the foreign ones that point at it.
-- object: table auth.in_shop_schema_user
TRUNCATE shop.carts CASCADE
