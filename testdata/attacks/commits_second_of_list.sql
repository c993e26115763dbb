-- A procedure that commits locks the second of a list.
-- object: table auth.users
CREATE PROCEDURE shop_go() LANGUAGE plpgsql AS $go$ BEGIN UPDATE orders SET total = total; COMMIT; LOCK TABLE orders, ONLY (auth.users); COMMIT; END $go$
-- next revision
-- in: alone
CALL shop_go()
