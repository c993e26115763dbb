-- A foreign function is called when a cursor moves.
-- object: table auth.sessions
DO $$ DECLARE c CURSOR FOR SELECT auth.wipe(); BEGIN OPEN c; MOVE c; END $$
