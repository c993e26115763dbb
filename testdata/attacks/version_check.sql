-- A check of the version table writes when the runner does.
-- object: table auth.log
CREATE FUNCTION spoil(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN INSERT INTO auth.log (what) VALUES ('x'); RETURN true; END $$;
ALTER TABLE deed_version_shop ADD CONSTRAINT spoils CHECK (spoil(version_num)) NOT VALID
