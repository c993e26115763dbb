-- DDL in a DO block.
-- object: table profiles
DO $$ BEGIN ALTER TABLE profiles ADD COLUMN x int; END $$
