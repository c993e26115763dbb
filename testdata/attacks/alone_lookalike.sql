-- A statement looks like one that must run alone: its words are names.
-- object: table auth.sessions
CREATE FUNCTION concurrently() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $$
-- next revision
-- in: alone
ALTER TABLE scratch ADD COLUMN partition int, ADD COLUMN b int DEFAULT concurrently()
