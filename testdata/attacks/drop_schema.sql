-- A foreign schema with everything in it.
-- object: table auth.users
DROP SCHEMA auth CASCADE
