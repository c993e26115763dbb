-- A procedure that commits deletes rows of one table and updates another, to whose rows foreign rows would follow a DELETE, or puts some in.
CREATE PROCEDURE tidy() LANGUAGE plpgsql AS $$ BEGIN
	UPDATE orders SET total = 1 WHERE total IS NULL; COMMIT;
	DELETE FROM measures WHERE at < '2000-01-01'; TRUNCATE measures_2024; COMMIT;
	INSERT INTO things VALUES (1); UPDATE scratch SET note = 'x'; COMMIT;
	INSERT INTO orders (code) VALUES ('A-1') ON CONFLICT (code) DO UPDATE SET total = 5; COMMIT;
END $$
-- next revision
-- in: alone
CALL tidy()
