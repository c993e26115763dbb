-- A name with the database before it.
-- object: table profiles
DO $$ BEGIN EXECUTE format('DROP TABLE %I.public.profiles', current_database()); END $$
