-- A row under a cursor goes.
-- object: table auth.log
DECLARE c CURSOR FOR SELECT * FROM auth.log FOR UPDATE; FETCH c; DELETE FROM auth.log WHERE CURRENT OF c
