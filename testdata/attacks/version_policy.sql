-- A policy does so.
-- object: table auth.log
-- role: owner
CREATE FUNCTION spoil(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
	IF $1 = 'trial' THEN INSERT INTO auth.log (what) VALUES ('x'); END IF;
	RETURN true;
END $$;
ALTER TABLE deed_version_shop ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY spoils ON deed_version_shop USING (spoil(version_num)) WITH CHECK (spoil(version_num))
-- next revision
CREATE TABLE t1 (id int)
