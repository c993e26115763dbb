-- A check deletes rows in a procedure that commits.
-- object: table auth.sessions
CREATE FUNCTION lf(int) RETURNS boolean LANGUAGE plpgsql  AS $f$ BEGIN DELETE FROM auth.sessions; RETURN true; END $f$; CREATE TABLE dt (a int CHECK (lf(a)))
-- next revision
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN INSERT INTO dt VALUES (1); COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
