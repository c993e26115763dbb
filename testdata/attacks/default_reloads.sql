-- acts on the server from the default of a new column
-- object: server settings
-- owner: those who run the server
ALTER TABLE scratch ADD done boolean DEFAULT pg_reload_conf()
