-- the same past its transaction
-- object: server settings
-- owner: those who run the server
-- in: connection
SELECT pg_reload_conf()
