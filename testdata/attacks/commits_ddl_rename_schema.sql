-- A procedure that commits renames a schema.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN ALTER SCHEMA auth RENAME TO auth2; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
