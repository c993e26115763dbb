-- A string that goes on in another line hides the name of a function.
-- object: server settings
-- owner: those who run the server
DO 'BEGIN PERFORM pg_reload'
'_conf(); END'
