-- A comment on the database is taken away.
-- object: database
-- owner: nobody
DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS NULL', current_database()); END $$
