-- CREATE ROLE in a block that puts up with one that is there is no evidence.
-- object: role deed_auth
-- owner: nobody has claimed
DO $$ BEGIN CREATE ROLE deed_auth; EXCEPTION WHEN duplicate_object THEN NULL; END $$
-- next revision
ALTER ROLE deed_auth PASSWORD 'x'
