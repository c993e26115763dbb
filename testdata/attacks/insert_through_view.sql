-- Rows go into a foreign table by a view of theirs.
-- object: table auth.users
UPDATE auth.admins SET email = 'eve@example.org'
