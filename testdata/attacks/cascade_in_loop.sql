-- CASCADE in a loop over the catalogs.
-- object: table profiles
DO $$ DECLARE t record; BEGIN
	FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname LIKE 'prof%' LOOP
		EXECUTE format('DROP TABLE %I CASCADE', t.relname);
	END LOOP;
END $$
