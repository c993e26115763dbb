-- A procedure that commits writes a catalog by hand.
-- object: pg_trigger
-- owner: PostgreSQL
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN UPDATE pg_catalog.pg_trigger SET tgenabled = 'D' WHERE tgname = 'users_note'; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
