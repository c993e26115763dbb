-- A trigger of a foreign table is dropped.
-- object: table auth.users
DROP TRIGGER users_note ON auth.users
