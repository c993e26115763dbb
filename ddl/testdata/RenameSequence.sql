-- to another name
ALTER SEQUENCE public.a RENAME TO b;
-- and back
ALTER SEQUENCE public.b RENAME TO a;

