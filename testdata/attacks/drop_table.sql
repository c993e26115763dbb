-- A foreign table is dropped.
-- object: table profiles
DROP TABLE profiles
