-- by its name
ALTER TABLE public.users DROP COLUMN age;
-- and back
ALTER TABLE public.users ADD COLUMN age integer;

