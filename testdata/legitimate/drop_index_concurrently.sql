-- An index of an own table goes, outside of a transaction.
CREATE INDEX orders_total_idx ON orders (total)
-- next step
-- in: alone
DROP INDEX CONCURRENTLY IF EXISTS orders_total_idx
