-- So does one of its column's type.
-- object: table auth.log
CREATE FUNCTION spoil(text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
	IF $1 = 'trial' THEN INSERT INTO auth.log (what) VALUES ('x'); END IF;
	RETURN true;
END $$;
CREATE DOMAIN version_id AS varchar(32) CHECK (spoil(VALUE));
ALTER TABLE deed_version_shop ALTER version_num TYPE version_id
-- next revision
CREATE TABLE t1 (id int)
