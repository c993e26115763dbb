-- writes to the stream that others replicate from
-- object: server replication
-- owner: those who run the server
SELECT pg_logical_emit_message(false, 'auth', 'x')
