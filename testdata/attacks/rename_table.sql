-- A foreign table gets another name.
-- object: table profiles
ALTER TABLE profiles RENAME TO people
