-- TRUNCATE, hidden behind the lock of a foreign key that goes.
-- object: table profiles
ALTER TABLE scratch ADD COLUMN profile int REFERENCES profiles;
ALTER TABLE scratch DROP COLUMN profile;
TRUNCATE profiles
