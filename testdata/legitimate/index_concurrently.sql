-- An index on an own table, outside of a transaction.
-- in: alone
CREATE INDEX CONCURRENTLY orders_total_idx ON orders (total)
