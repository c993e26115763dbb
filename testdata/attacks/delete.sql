-- Rows of a foreign table are deleted.
-- object: table auth.sessions
DELETE FROM auth.sessions
