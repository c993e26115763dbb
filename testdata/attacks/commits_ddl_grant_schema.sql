-- A procedure that commits grants a schema.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN GRANT USAGE ON SCHEMA auth TO PUBLIC; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
