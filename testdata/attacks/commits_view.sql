-- A view that is read deletes rows in a procedure that commits.
-- object: table auth.sessions
CREATE FUNCTION lf() RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $f$; CREATE VIEW vv AS SELECT lf() AS n
-- next revision
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN PERFORM * FROM vv; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
