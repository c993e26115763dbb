-- A procedure that commits writes a large object.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN PERFORM lo_put(4242,0,'x'); COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
