-- Comments are deleted in the catalog itself.
-- object: table pg_catalog.pg_description
-- owner: PostgreSQL
DELETE FROM pg_description WHERE objoid = 'auth.users'::regclass
