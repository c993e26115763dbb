-- An aggregate deletes rows in a procedure that commits.
-- object: table auth.sessions
CREATE FUNCTION lf(int,int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $f$; CREATE AGGREGATE ag(int) (SFUNC = lf, STYPE = int, INITCOND = '0')
-- next revision
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN PERFORM ag(g) FROM generate_series(1,2) g; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
