-- A block that commits what it puts together.
-- refused: it cannot be told before it runs
-- in: alone
DO $$ BEGIN EXECUTE 'DELETE FROM auth.' || reverse('snoisses'); COMMIT; END $$
