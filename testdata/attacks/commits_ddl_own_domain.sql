-- A procedure that commits changes an own domain that they have columns of.
-- object: database
-- owner: nobody
-- blind: who else uses a type is not in the revisions
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN ALTER DOMAIN quantity DROP CONSTRAINT quantity_check; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
