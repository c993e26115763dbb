-- The same, by a function that is one expression.
-- object: server settings
-- owner: those who run the server
-- since: 14
CREATE FUNCTION f() RETURNS bool RETURN pg_reload_conf(); SELECT f()
