-- An index without a lock.
-- in: alone
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_total_idx ON orders (total) WHERE total > 0
