-- runs a program from a block
-- object: server programs
-- owner: those who run the server
DO $$ BEGIN COPY orders TO PROGRAM 'cat > /dev/null'; END $$
