-- A foreign column gets another name.
-- object: table profiles
ALTER TABLE profiles RENAME COLUMN name TO full_name
