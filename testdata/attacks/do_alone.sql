-- A DO block outside of a transaction.
-- object: table auth.log
-- in: alone
DO $$ BEGIN DELETE FROM auth.log; INSERT INTO auth.log (what) VALUES ('x'); END $$
