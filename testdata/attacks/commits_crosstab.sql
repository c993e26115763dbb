-- A procedure that commits has a function of an extension execute what is put together.
-- object: database
-- owner: nobody
CREATE EXTENSION tablefunc;
CREATE FUNCTION gone() RETURNS int LANGUAGE plpgsql AS 'BEGIN DELETE FROM auth.sessions; RETURN 1; END';
CREATE PROCEDURE p() LANGUAGE plpgsql AS $p$ BEGIN COMMIT; PERFORM * FROM crosstab('SELECT go' || 'ne()::text, ''a''::text, ''b''::text') AS x(a text, b text); COMMIT; END $p$
-- next revision
-- in: alone
CALL p()
