-- A procedure that commits names its sequences in all the ways there are, and executes what is constant.
CREATE PROCEDURE renumber() LANGUAGE plpgsql AS $$ DECLARE r record; BEGIN
	COMMIT;
	PERFORM nextval('public.order_no'::regclass), setval(pg_get_serial_sequence('public.orders', 'id')::regclass, (SELECT max(id) FROM orders)), setval(CAST('order_no' AS regclass), 60, true);
	FOR r IN EXECUTE 'SELECT language FROM (SELECT note AS language FROM scratch) q' LOOP RAISE NOTICE '%', r.language; END LOOP;
	COMMIT;
END $$
-- next revision
-- in: alone
CALL renumber()
