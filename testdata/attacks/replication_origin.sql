-- makes an origin of replication
-- object: server replication
-- owner: those who run the server
SELECT pg_replication_origin_create('x')
