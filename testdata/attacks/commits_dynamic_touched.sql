-- An exception for one table is none for what is put together.
-- object: database
-- owner: nobody
-- touches: profiles
-- in: alone
DO $$ BEGIN EXECUTE 'DELETE FROM auth.' || reverse('snoisses'); COMMIT; END $$
