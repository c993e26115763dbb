-- A foreign table is what a program writes.
-- object: programs
-- owner: run the server
CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw; CREATE FOREIGN TABLE ft (n text) SERVER files OPTIONS (program 'touch /tmp/deed_attack'); SELECT * FROM ft
