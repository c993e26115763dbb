-- A procedure that commits calls a function by the default of an argument.
-- object: table auth.sessions
CREATE FUNCTION evil() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $$;
CREATE FUNCTION mid(a int DEFAULT evil()) RETURNS int LANGUAGE sql AS 'SELECT a';
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN PERFORM mid(); COMMIT; END $$
-- next revision
-- in: alone
CALL p()
