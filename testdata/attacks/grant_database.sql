-- A privilege on the database that all share.
-- object: database
-- owner: nobody
DO $$ BEGIN EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', current_database()); END $$
