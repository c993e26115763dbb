-- A DELETE inside a COPY.
-- object: table auth.sessions
COPY (DELETE FROM auth.sessions RETURNING 1) TO STDOUT
