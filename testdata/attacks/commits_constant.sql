-- A block that commits what it executes.
-- object: table auth.sessions
-- in: alone
DO $$ BEGIN EXECUTE 'DELETE FROM auth.sessions'; COMMIT; END $$
