-- A cursor and a prepared statement.
DECLARE c CURSOR FOR SELECT * FROM orders; FETCH c; PREPARE p AS SELECT 1; EXECUTE p; DEALLOCATE p
