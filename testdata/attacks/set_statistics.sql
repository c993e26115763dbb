-- A mild setting of a column, with a mild lock.
-- object: table auth.users
ALTER TABLE auth.users ALTER COLUMN role SET STATISTICS 500
