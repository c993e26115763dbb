-- A procedure that commits calls a function as if it were a column.
-- object: table auth.sessions
CREATE FUNCTION wipes(o orders) RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $$;
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN PERFORM o.wipes FROM orders o; COMMIT; END $$
-- next revision
-- in: alone
CALL p()
