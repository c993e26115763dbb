-- without blocking writers
-- outside a transaction:
CREATE INDEX CONCURRENTLY users_name_idx ON public.users USING hash (name);
COMMENT ON INDEX public.users_name_idx IS 'quick';
-- and back
-- outside a transaction:
DROP INDEX CONCURRENTLY public.users_name_idx;

-- an expression in a transaction
CREATE INDEX users_name_idx ON public.users (lower(name), name COLLATE "C" text_pattern_ops) WHERE age > 5 OR name = 'x';
-- and back
DROP INDEX public.users_name_idx;

-- a part of a partitioned index
CREATE INDEX e1_at_idx ON public.e1 (at);
ALTER INDEX public.events_at_idx ATTACH PARTITION public.e1_at_idx;

-- attached to an index on the parent only
CREATE INDEX e1_at_idx ON public.e1 (at);
ALTER INDEX public.events_at_idx ATTACH PARTITION public.e1_at_idx;

