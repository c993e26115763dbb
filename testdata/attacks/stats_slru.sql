-- resets statistics of the server
-- object: server statistics
-- owner: those who run the server
SELECT pg_stat_reset_slru(NULL)
