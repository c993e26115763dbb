-- A function that connects is given another name in C.
-- object: connections
-- owner: run the server
CREATE EXTENSION dblink; CREATE FUNCTION innocent(text,text) RETURNS text LANGUAGE c AS '$libdir/dblink', 'dblink_exec'; SELECT innocent(format('host=%s port=%s dbname=%s user=postgres', split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database()), 'DELETE FROM auth.sessions')
