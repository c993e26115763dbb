-- COPY of a DELETE.
-- object: table auth.sessions
-- in: func
COPY (DELETE FROM auth.sessions RETURNING *) TO STDOUT
