-- A foreign key to a unique column of theirs, of their domain.
ALTER TABLE scratch ADD COLUMN mail auth.email REFERENCES auth.users (email)
