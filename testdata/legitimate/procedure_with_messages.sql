-- A backfill in batches that reads foreign rows and says how far it is.
-- in: alone
CREATE PROCEDURE fill_totals(size int DEFAULT 2) LANGUAGE plpgsql AS $$
DECLARE ids int[]; i int; BEGIN
 LOOP
  SELECT array_agg(id) INTO ids FROM (SELECT o.id FROM orders o JOIN auth.users u ON u.id = o.customer_id WHERE o.total < 100 ORDER BY 1 LIMIT size) x;
  EXIT WHEN ids IS NULL;
  UPDATE orders SET total = total + 100 WHERE id = ANY (ids);
  FOREACH i IN ARRAY ids LOOP RAISE NOTICE 'done %', i; END LOOP;
  COMMIT;
 END LOOP;
END $$
-- next step
CALL fill_totals(1)
-- next step
DROP PROCEDURE fill_totals
