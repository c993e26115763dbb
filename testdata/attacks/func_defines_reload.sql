-- A Go step defines what acts on the server, and calls it.
-- in: func
-- object: server settings
-- owner: those who run the server
-- role: superuser
CREATE FUNCTION again() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN pg_reload_conf(); END $$;
SELECT again()
