-- An exception for one table is none for another.
-- object: table auth.sessions
-- in: alone
-- touches: profiles
DO $$ BEGIN DELETE FROM auth.sessions; COMMIT; END $$
