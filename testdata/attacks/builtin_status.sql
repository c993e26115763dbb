-- The function is replaced that tells which transactions are in progress.
-- object: function pg_xact_status(xid8)
-- owner: PostgreSQL
CREATE OR REPLACE FUNCTION pg_catalog.pg_xact_status(xid8) RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text'; DISCARD PLANS; GRANT USAGE ON SCHEMA auth TO PUBLIC;
