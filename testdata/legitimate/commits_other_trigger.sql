-- A procedure that commits updates a table where a trigger of others waits for insertions.
CREATE PROCEDURE tidy() LANGUAGE plpgsql AS $$ BEGIN
	DELETE FROM order_items WHERE amount > 100; COMMIT;
	UPDATE scratch SET n = 4; COMMIT;
END $$
-- next revision
-- in: alone
CALL tidy()
