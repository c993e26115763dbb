-- Rows are filled in batches.
ALTER TABLE orders ADD COLUMN total_cents bigint;
DO $$ DECLARE n int; BEGIN LOOP UPDATE orders SET total_cents = total * 100 WHERE id IN (SELECT id FROM orders WHERE total_cents IS NULL ORDER BY id LIMIT 2 FOR UPDATE SKIP LOCKED); GET DIAGNOSTICS n = ROW_COUNT; EXIT WHEN n = 0; END LOOP; END $$
