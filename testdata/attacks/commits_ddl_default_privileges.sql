-- A procedure that commits changes default privileges.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN ALTER DEFAULT PRIVILEGES IN SCHEMA auth GRANT SELECT ON TABLES TO PUBLIC; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
