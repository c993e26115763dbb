-- A foreign function is called for a parameter of EXECUTE.
-- object: table auth.sessions
DO $$ BEGIN EXECUTE 'SELECT $1' USING auth.wipe()::text; END $$
