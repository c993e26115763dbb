-- A foreign function is called for the value of a message.
-- object: table auth.sessions
DO $$ BEGIN RAISE NOTICE '%', auth.wipe(); END $$
