-- The type of a foreign column is changed.
-- object: table profiles
ALTER TABLE profiles ALTER COLUMN name TYPE varchar(100)
