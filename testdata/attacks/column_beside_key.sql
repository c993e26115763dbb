-- A column, hidden behind the lock of a foreign key of our own.
-- object: table profiles
ALTER TABLE scratch ADD COLUMN profile int REFERENCES profiles;
ALTER TABLE profiles ADD COLUMN x int
