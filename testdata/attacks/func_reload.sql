-- acts on the server from a Go step
-- object: server settings
-- owner: those who run the server
-- in: func
SELECT pg_reload_conf()
