-- A procedure that commits gives away what a role has.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN REASSIGN OWNED BY deed_auth TO CURRENT_USER; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
