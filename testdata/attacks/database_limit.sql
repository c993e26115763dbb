-- limits connections
-- object: database
-- owner: nobody
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 1', current_database()); END $$
