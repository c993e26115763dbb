-- The default of an argument writes.
-- object: table profiles
CREATE FUNCTION w() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM profiles; RETURN 1; END $$; CREATE FUNCTION da(a int DEFAULT w()) RETURNS int LANGUAGE sql AS 'SELECT a'
-- next step
SELECT da()
