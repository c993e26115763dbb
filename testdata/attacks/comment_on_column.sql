-- A comment on a foreign column is taken away.
-- object: table auth.users
COMMENT ON COLUMN auth.users.email IS NULL
