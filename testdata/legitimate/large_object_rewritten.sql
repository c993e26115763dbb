-- writes a large object of its own twice
DO $$ DECLARE o oid; BEGIN
	o := lo_from_bytea(0, 'one');
	PERFORM lo_put(o, 0, 'two');
	PERFORM lo_put(o, 1, 'xx');
END $$
