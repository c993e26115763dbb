-- A foreign column is made NOT NULL.
-- object: table profiles
ALTER TABLE profiles ALTER COLUMN name SET NOT NULL
