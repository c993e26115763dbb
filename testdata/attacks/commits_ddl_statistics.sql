-- A procedure that commits drops statistics.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN DROP STATISTICS auth.users_stat; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
