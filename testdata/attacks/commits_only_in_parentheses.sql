-- A procedure that commits writes ONLY (a table).
-- object: table auth.users
CREATE PROCEDURE shop_go() LANGUAGE plpgsql AS $go$ BEGIN UPDATE orders SET total = total; COMMIT; UPDATE ONLY (auth.users) SET manager_id = NULL; COMMIT; END $go$
-- next revision
-- in: alone
CALL shop_go()
