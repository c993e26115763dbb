-- writes a file of the server from a block
-- object: server files
-- owner: those who run the server
DO $$ BEGIN IF true THEN COPY orders TO '/tmp/deed_attack'; END IF; END $$
