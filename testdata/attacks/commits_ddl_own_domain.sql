-- A procedure that commits changes an own domain that they have columns of.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN ALTER DOMAIN quantity DROP CONSTRAINT quantity_check; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
