-- An index on a foreign table.
-- object: table profiles
CREATE INDEX profiles_name_idx ON profiles (name)
