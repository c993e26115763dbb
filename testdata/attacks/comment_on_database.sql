-- A comment on the database.
-- object: database
-- owner: nobody
DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), 'x'); END $$
