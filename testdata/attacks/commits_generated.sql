-- A generated column deletes rows in a procedure that commits.
-- object: table auth.sessions
CREATE FUNCTION vf(int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN IF EXISTS (SELECT FROM dt0) THEN DELETE FROM auth.sessions; END IF; RETURN $1; END $f$; CREATE TABLE dt0 (n int); INSERT INTO dt0 VALUES (1); CREATE FUNCTION lf(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT vf($1)'; CREATE TABLE dt (a int, b int GENERATED ALWAYS AS (lf(a)) STORED)
-- next revision
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN INSERT INTO dt VALUES (1); COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
