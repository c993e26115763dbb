-- A function whose body is not quoted reloads the server's settings.
-- object: server settings
-- owner: those who run the server
-- since: 14
CREATE FUNCTION f() RETURNS bool BEGIN ATOMIC SELECT pg_reload_conf(); END; SELECT f()
