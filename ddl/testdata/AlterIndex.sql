-- all that can change
ALTER INDEX public.i SET (deduplicate_items=off);
ALTER INDEX public.i RESET (fillfactor);
ALTER INDEX public.i ALTER COLUMN 1 SET STATISTICS 5;
ALTER TABLE public.users CLUSTER ON i;
COMMENT ON INDEX public.i IS 'for names';
-- and back
ALTER INDEX public.i SET (fillfactor=50);
ALTER INDEX public.i RESET (deduplicate_items);
ALTER INDEX public.i ALTER COLUMN 1 SET STATISTICS -1;
ALTER TABLE public.users SET WITHOUT CLUSTER;
COMMENT ON INDEX public.i IS NULL;

-- a table space
ALTER INDEX public.i SET TABLESPACE pg_default;

