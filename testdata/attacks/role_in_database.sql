-- A setting of somebody else's role in this database.
-- object: role deed_auth
-- owner: nobody
DO $$ BEGIN EXECUTE format('ALTER ROLE deed_auth IN DATABASE %I SET search_path = x', current_database()); END $$
