CREATE FUNCTION norm(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(trim($1))'
-- next revision
-- in: alone
CREATE INDEX CONCURRENTLY orders_norm ON orders (norm(code))
-- next revision
-- in: alone
REINDEX TABLE CONCURRENTLY orders
-- next revision
-- in: alone
VACUUM ANALYZE orders
-- next revision
DROP INDEX orders_norm; DROP FUNCTION norm(text)
