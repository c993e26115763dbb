-- writes a file of the server
-- object: server files
-- owner: those who run the server
COPY orders TO '/tmp/deed_attack'
