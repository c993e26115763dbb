-- Foreign keys and triggers are switched off for a delete.
-- object: table auth.sessions
SET LOCAL session_replication_role = replica;
DELETE FROM auth.sessions
