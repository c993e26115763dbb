-- A DO block that commits what it has done.
-- object: table auth.sessions
-- in: alone
DO $$ BEGIN DELETE FROM auth.sessions; COMMIT; END $$
