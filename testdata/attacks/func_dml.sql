-- A Go step writes foreign rows.
-- object: table auth.sessions
-- in: func
DELETE FROM auth.sessions
