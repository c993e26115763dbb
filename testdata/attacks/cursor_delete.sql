-- Rows are deleted under a cursor.
-- object: table auth.sessions
DO $$ DECLARE c CURSOR FOR SELECT * FROM auth.sessions FOR UPDATE; BEGIN FOR r IN c LOOP DELETE FROM auth.sessions WHERE CURRENT OF c; END LOOP; END $$
