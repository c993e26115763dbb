-- A cast deletes rows in a procedure that commits.
-- object: table auth.sessions
CREATE TYPE pair AS (a int); CREATE FUNCTION lf(pair) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $f$; CREATE CAST (pair AS int) WITH FUNCTION lf(pair)
-- next revision
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN PERFORM ROW(1)::pair::int; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
