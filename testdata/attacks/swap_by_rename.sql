-- A foreign table takes the name of an own one, and is dropped under it.
-- object: table profiles
ALTER TABLE scratch RENAME TO scratch_old;
ALTER TABLE profiles RENAME TO scratch;
DROP TABLE scratch
