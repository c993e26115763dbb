-- An operator changes a text search configuration, of which no row is written that the usual look sees.
-- object: text search configuration auth.words
CREATE FUNCTION f(int,int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN EXECUTE 'ALTER TEXT SEARCH CONFIGURATION auth.words DROP MAPPING FOR word'; RETURN 1; END $f$; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f)
-- next revision
ALTER TABLE scratch ADD COLUMN w int DEFAULT 1 @#@ 2
