-- The counting of rows is switched off, under a name that is put together, while an operator of an earlier revision works.
-- object: role deed_auth
-- owner: nobody
CREATE FUNCTION f(int,int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN PERFORM set_config('track_'||'counts','off',true); EXECUTE 'ALTER ROLE deed_auth SET work_mem = ''1MB'';'; PERFORM set_config('track_'||'counts','on',true); RETURN 1; END $f$; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f)
-- next revision
ALTER TABLE scratch ADD COLUMN w int DEFAULT 1 @#@ 2
