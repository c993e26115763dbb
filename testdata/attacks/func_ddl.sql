-- A Go step alters a foreign table.
-- object: table profiles
-- in: func
ALTER TABLE profiles ADD COLUMN x int
