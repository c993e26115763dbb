-- TRUNCATE of an own table.
TRUNCATE order_items
