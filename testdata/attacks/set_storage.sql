-- Storage parameters of a foreign table.
-- object: table auth.users
ALTER TABLE auth.users SET (fillfactor = 70)
