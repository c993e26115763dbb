-- An operator deletes rows in a procedure that commits.
-- object: table auth.sessions
CREATE FUNCTION f(int,int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $f$; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f)
-- next revision
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN PERFORM 1 @#@ 2; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
