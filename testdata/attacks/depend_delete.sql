-- What a foreign table depends on is forgotten.
-- object: table pg_catalog.pg_depend
-- owner: PostgreSQL
DELETE FROM pg_depend WHERE refobjid = 'auth.users'::regclass
