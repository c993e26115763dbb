-- An own procedure that commits in batches.
CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN FOR i IN 1..3 LOOP UPDATE order_items SET amount = i + 1; COMMIT; END LOOP; END $$
-- next step
-- in: alone
CALL fill()
