-- A block that commits analyzes every table.
-- in: alone
-- object: database
-- owner: nobody
DO $$ BEGIN COMMIT; ANALYZE; COMMIT; END $$
