-- A procedure that commits grants all tables of a schema.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN GRANT SELECT ON ALL TABLES IN SCHEMA auth TO PUBLIC; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
