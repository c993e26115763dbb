-- An exception that the revision declares.
-- touches: profiles
ALTER TABLE profiles ADD COLUMN x int
