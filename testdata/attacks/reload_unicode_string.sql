-- The name is escaped in a string with Unicode escapes.
-- object: server settings
-- owner: those who run the server
DO U&'BEGIN PERFORM pg_rel\006fad_conf(); END'
