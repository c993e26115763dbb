-- A procedure that commits changes a role.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN ALTER ROLE deed_auth VALID UNTIL '2020-01-01'; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
