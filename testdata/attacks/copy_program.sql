-- A program runs on the server.
-- object: server programs
-- owner: those who run
COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'
