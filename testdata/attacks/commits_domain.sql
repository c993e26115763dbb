-- The check of a domain deletes rows in a procedure that commits.
-- object: table auth.sessions
CREATE FUNCTION lf(int) RETURNS boolean LANGUAGE plpgsql  AS $f$ BEGIN DELETE FROM auth.sessions; RETURN true; END $f$; CREATE DOMAIN dd AS int CHECK (lf(VALUE))
-- next revision
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN PERFORM 1::dd; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
