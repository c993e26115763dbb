CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ DECLARE n int; BEGIN LOOP UPDATE orders SET total = 0 WHERE id IN (SELECT id FROM orders WHERE total IS NULL LIMIT 100); GET DIAGNOSTICS n = ROW_COUNT; EXIT WHEN n = 0; COMMIT; END LOOP; END $$
-- next revision
-- in: alone
CALL fill()
-- next revision
DROP PROCEDURE fill()
