-- A procedure that commits executes a variable that is called as a keyword is.
-- object: database
-- owner: nobody
CREATE PROCEDURE p() LANGUAGE plpgsql AS $p$ DECLARE procedure text := 'DELETE FROM ' || 'auth.sessions'; BEGIN COMMIT; EXECUTE procedure; COMMIT; END $p$
-- next revision
-- in: alone
CALL p()
