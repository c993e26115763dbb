-- An expression that statistics are kept of does so during ANALYZE.
-- object: database
-- owner: nobody
-- since: 14
CREATE FUNCTION vf(int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN EXECUTE 'DELETE FROM auth' || '.sessions'; RETURN $1; END $f$; CREATE FUNCTION f(int,int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT vf($1)'; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f); CREATE STATISTICS st ON (n @#@ 1), note FROM scratch
-- next revision
-- in: alone
ANALYZE scratch
