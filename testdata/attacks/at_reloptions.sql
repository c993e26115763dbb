-- sets storage parameters
-- object: table auth.users
ALTER TABLE auth.users SET (autovacuum_enabled = false)
