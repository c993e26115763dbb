-- A procedure that commits changes a publication.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN ALTER PUBLICATION auth_feed SET (publish='insert'); COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
