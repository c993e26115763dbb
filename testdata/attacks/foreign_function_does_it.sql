-- A function that is there already does it.
-- object: table auth.sessions
SELECT auth.wipe()
