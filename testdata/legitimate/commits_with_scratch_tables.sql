-- in: alone
DO $$ BEGIN CREATE TEMP TABLE chunk AS SELECT id FROM orders; UPDATE orders SET total = 1 WHERE id IN (SELECT id FROM chunk); COMMIT; DROP TABLE chunk; CREATE INDEX orders_total ON orders (total); COMMIT; ANALYZE orders; COMMIT; END $$
