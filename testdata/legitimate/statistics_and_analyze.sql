CREATE STATISTICS orders_stat ON code, customer_id FROM orders
-- next revision
ANALYZE orders
-- next revision
-- in: alone
ANALYZE orders
