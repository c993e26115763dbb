-- A procedure that commits changes a domain.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN ALTER DOMAIN auth.email SET NOT NULL; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
