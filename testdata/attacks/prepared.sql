-- A prepared statement.
-- object: table auth.sessions
PREPARE p AS DELETE FROM auth.sessions; EXECUTE p
