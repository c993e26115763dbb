-- defines a function that acts on the server, and one that calls it, and calls that
-- object: server settings
-- owner: those who run the server
CREATE FUNCTION f() RETURNS boolean LANGUAGE sql AS 'SELECT pg_reload_conf()';
CREATE FUNCTION g() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN f(); END $$;
SELECT g()
