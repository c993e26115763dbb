-- A procedure that commits drops an aggregate.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN DROP AGGREGATE auth.total(int); COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
