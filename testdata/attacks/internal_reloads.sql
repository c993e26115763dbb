-- calls what acts on the server by another name
-- object: server settings
-- owner: those who run the server
CREATE FUNCTION f() RETURNS boolean LANGUAGE internal AS 'pg_reload_conf';
SELECT f()
