-- A procedure that commits what it has done.
-- object: table auth.sessions
-- in: alone
CALL auth.rotate()
