-- A procedure that commits puts the name of their sequence together, of what could be names.
-- object: database
-- owner: nobody
CREATE PROCEDURE p() LANGUAGE plpgsql AS $p$ BEGIN COMMIT; PERFORM nextval(('auth.invoice' || '_no')::regclass); COMMIT; END $p$
-- next revision
-- in: alone
CALL p()
