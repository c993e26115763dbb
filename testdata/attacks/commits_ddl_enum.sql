-- A procedure that commits adds a value to a type.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN ALTER TYPE auth.role ADD VALUE 'x'; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
