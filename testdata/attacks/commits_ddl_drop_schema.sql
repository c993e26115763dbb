-- A procedure that commits drops a schema.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN DROP SCHEMA auth CASCADE; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
