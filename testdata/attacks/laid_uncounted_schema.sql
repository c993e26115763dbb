-- The counting of rows is switched off, under a name that is put together, while an operator of an earlier revision works.
-- object: schema auth
CREATE FUNCTION f(int,int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN PERFORM set_config('track_'||'counts','off',true); EXECUTE 'GRANT USAGE ON SCHEMA auth TO PUBLIC;'; PERFORM set_config('track_'||'counts','on',true); RETURN 1; END $f$; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f)
-- next revision
ALTER TABLE scratch ADD COLUMN w int DEFAULT 1 @#@ 2
