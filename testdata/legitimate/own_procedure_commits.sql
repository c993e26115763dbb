-- A procedure of ours that works in batches.
-- in: alone
DO $$ BEGIN FOR i IN 1..3 LOOP UPDATE order_items SET amount = i; COMMIT; END LOOP; END $$
