-- The sessions of others are ended.
-- object: server sessions
-- owner: those who run
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()
