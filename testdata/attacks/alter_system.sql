-- Settings of the server.
-- object: server settings
-- owner: those who run
ALTER SYSTEM SET work_mem = '64kB'
