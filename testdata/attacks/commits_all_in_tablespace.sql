-- A procedure that commits moves everything in a tablespace.
-- object: database
-- owner: nobody
CREATE PROCEDURE p() LANGUAGE plpgsql AS $p$ BEGIN COMMIT; ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE pg_default; COMMIT; END $p$
-- next revision
-- in: alone
CALL p()
