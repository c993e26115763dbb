-- EXPLAIN ANALYZE of a query on a foreign table.
EXPLAIN ANALYZE SELECT * FROM auth.users
