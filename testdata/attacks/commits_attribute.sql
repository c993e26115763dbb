-- A function that is called as if it were a column deletes rows in a procedure that commits.
-- object: table auth.sessions
CREATE FUNCTION lf(orders) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $f$; 
-- next revision
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN PERFORM o.lf FROM orders o; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
