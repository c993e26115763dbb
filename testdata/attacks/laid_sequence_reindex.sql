-- An index sets a sequence while it is built again.
-- object: sequence auth.invoice_no
CREATE TABLE arm (n int); CREATE FUNCTION vf(int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN IF EXISTS (SELECT FROM public.arm) THEN PERFORM setval('auth.invoice' || '_no', 5); END IF; RETURN $1; END $f$; CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT public.vf($1)'; CREATE INDEX sx ON scratch (f(n)); INSERT INTO arm VALUES (1)
-- next revision
REINDEX TABLE scratch
