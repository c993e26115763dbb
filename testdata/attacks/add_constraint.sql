-- A check on a foreign table.
-- object: table profiles
ALTER TABLE profiles ADD CONSTRAINT named CHECK (name <> '')
