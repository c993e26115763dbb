-- calls from a Go step what a step before has defined
-- object: server settings
-- owner: those who run the server
CREATE FUNCTION f() RETURNS boolean LANGUAGE sql AS 'SELECT pg_reload_conf()'
-- next step
-- in: func
SELECT f()
