-- The triggers of a foreign table are disabled.
-- object: table auth.users
ALTER TABLE auth.users DISABLE TRIGGER users_note
