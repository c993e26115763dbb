-- A foreign table is moved to another schema.
-- object: table profiles
ALTER TABLE profiles SET SCHEMA auth
