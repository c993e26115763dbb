-- changes something in the last of many subtransactions
-- object: table auth.users
DO $$ BEGIN
	FOR i IN 1..200 LOOP BEGIN UPDATE scratch SET n = i; EXCEPTION WHEN others THEN NULL; END; END LOOP;
	BEGIN EXECUTE 'GRANT SELECT ON auth' || '.users TO PUBLIC'; EXCEPTION WHEN others THEN NULL; END;
END $$
