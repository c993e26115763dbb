-- A block that commits what a foreign function does.
-- object: function auth.wipe()
-- in: alone
DO $$ BEGIN PERFORM auth.wipe(); COMMIT; END $$
