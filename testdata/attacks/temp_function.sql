-- writes from a temporary function
-- object: table auth.sessions
CREATE FUNCTION pg_temp.f() RETURNS void LANGUAGE sql AS 'DELETE FROM auth.sessions';
SELECT pg_temp.f()
