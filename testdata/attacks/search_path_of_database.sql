-- search_path is set for everybody who connects.
-- object: database
-- owner: nobody
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = shop', current_database()); END $$
