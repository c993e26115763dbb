-- Settings of the server, outside of a transaction.
-- object: server settings
-- owner: those who run
-- in: alone
ALTER SYSTEM SET work_mem = '64kB'
