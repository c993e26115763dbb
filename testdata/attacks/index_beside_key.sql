-- An index, hidden behind the lock of a foreign key of our own.
-- object: table auth.users
ALTER TABLE scratch ADD COLUMN user_id bigint REFERENCES auth.users;
CREATE INDEX sneaky ON auth.users (role)
