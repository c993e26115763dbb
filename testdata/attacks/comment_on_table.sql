-- A comment on a foreign table.
-- object: table auth.users
COMMENT ON TABLE auth.users IS 'ours now'
