-- Rows are deleted, hidden behind the lock of a foreign key of our own.
-- object: table profiles
ALTER TABLE scratch ADD COLUMN profile int REFERENCES profiles;
DELETE FROM profiles
