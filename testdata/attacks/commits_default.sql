-- The default of a column deletes rows in a procedure that commits.
-- object: table auth.sessions
CREATE FUNCTION lf() RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $f$; CREATE TABLE dt (a int DEFAULT lf())
-- next revision
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN INSERT INTO dt DEFAULT VALUES; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
