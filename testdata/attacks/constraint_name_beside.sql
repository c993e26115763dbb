-- The name of a foreign constraint, behind the lock of a foreign key of our own.
-- object: table auth.users
ALTER TABLE scratch ADD COLUMN s bigint REFERENCES auth.users; ALTER TABLE auth.users RENAME CONSTRAINT users_id_check TO x
