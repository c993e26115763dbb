-- without blocking writers
-- outside a transaction:
DROP INDEX CONCURRENTLY public.i;
-- and back
-- outside a transaction:
CREATE INDEX CONCURRENTLY i ON public.users (name);

