-- a child
ALTER TABLE public.b INHERIT public.a;
-- and back
ALTER TABLE public.b NO INHERIT public.a;

