-- COPY into a foreign table, from a program.
-- object: table auth.log
COPY auth.log (what) FROM PROGRAM 'echo hello'
