-- The key of an index calls one of an earlier revision that sets their sequence, in the same way.
-- object: sequence auth.invoice_no
CREATE FUNCTION counted(scratch) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM setval('auth.invoice_no', 7000); RETURN 1; END $$
-- next revision
CREATE INDEX ON public.scratch ((scratch.counted))
