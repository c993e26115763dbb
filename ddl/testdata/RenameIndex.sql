-- in its schema
ALTER INDEX public.i RENAME TO "Index";
-- and back
ALTER INDEX public."Index" RENAME TO i;

