-- An own view over their table is written that way.
-- object: database
-- owner: nobody
-- blind: where a server leads
CREATE VIEW vv AS SELECT * FROM auth.log
-- next revision
CREATE EXTENSION postgres_fdw;
DO $$ BEGIN EXECUTE format('CREATE SERVER back FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L)', split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database()); END $$;
CREATE USER MAPPING FOR CURRENT_USER SERVER back OPTIONS (user 'postgres');CREATE FOREIGN TABLE ft (at timestamptz, what text) SERVER back OPTIONS (schema_name 'public', table_name 'vv'); INSERT INTO ft VALUES (now(), 'x')
