-- A privilege on one column.
-- object: table auth.users
GRANT UPDATE (email) ON auth.users TO PUBLIC
