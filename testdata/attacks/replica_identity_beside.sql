-- The replica identity of a foreign table, behind the lock of a foreign key of our own.
-- object: table auth.sessions
ALTER TABLE scratch ADD COLUMN s uuid REFERENCES auth.sessions; ALTER TABLE auth.sessions REPLICA IDENTITY FULL
