-- A schema is deleted in the catalog itself.
-- object: table pg_catalog.pg_namespace
-- owner: PostgreSQL
DELETE FROM pg_namespace WHERE nspname = 'auth'
