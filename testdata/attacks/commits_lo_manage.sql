-- A procedure that commits sets off a trigger of an extension that deletes large objects.
-- blind: what the numbers in a column are
-- object: database
-- owner: nobody
CREATE EXTENSION lo;
CREATE TABLE pictures (photo oid); INSERT INTO pictures VALUES (4242);
CREATE TRIGGER t BEFORE DELETE ON pictures FOR EACH ROW EXECUTE FUNCTION lo_manage(photo);
CREATE PROCEDURE p() LANGUAGE plpgsql AS $p$ BEGIN COMMIT; DELETE FROM pictures; COMMIT; END $p$
-- next revision
-- in: alone
CALL p()
