-- A procedure that commits drops what a role has.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN DROP OWNED BY deed_auth; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
