-- An index on an expression without a lock.
-- in: alone
CREATE UNIQUE INDEX CONCURRENTLY orders_code_lower ON orders USING btree (lower(code))
