CREATE TABLE totals (customer_id bigint PRIMARY KEY, total numeric)
-- next revision
-- in: alone
DO $$ BEGIN INSERT INTO totals SELECT customer_id, sum(total) FROM orders GROUP BY 1 ON CONFLICT (customer_id) DO UPDATE SET total = excluded.total; COMMIT; TRUNCATE totals; COMMIT; END $$
