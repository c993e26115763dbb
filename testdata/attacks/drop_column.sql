-- A column of a foreign table is dropped.
-- object: table auth.users
ALTER TABLE auth.users DROP COLUMN home
