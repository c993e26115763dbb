-- A foreign key of another service is no longer enforced.
-- object: table auth.sessions
-- since: 18
ALTER TABLE auth.sessions ALTER CONSTRAINT sessions_user_id_fkey NOT ENFORCED
