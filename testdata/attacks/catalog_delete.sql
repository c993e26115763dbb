-- A row of a catalog is deleted by hand: nothing is left to see.
-- object: pg_catalog.pg_trigger
-- owner: PostgreSQL
DELETE FROM pg_trigger WHERE tgname = 'users_note'
