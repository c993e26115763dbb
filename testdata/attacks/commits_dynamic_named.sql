-- What a block names beside what it puts together is said first.
-- object: table auth.sessions
-- in: alone
DO $$ BEGIN EXECUTE 'SELECT ' || '1'; DELETE FROM auth.sessions; COMMIT; END $$
