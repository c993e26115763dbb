-- acts on the server while it makes a table
-- object: server settings
-- owner: those who run the server
CREATE TABLE done AS SELECT pg_reload_conf()
