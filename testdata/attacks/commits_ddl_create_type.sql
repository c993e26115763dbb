-- A procedure that commits makes a type there.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN CREATE TYPE auth.neu AS (n int); COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
