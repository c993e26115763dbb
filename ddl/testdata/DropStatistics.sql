-- by its name
DROP STATISTICS public.s;
-- and back
CREATE STATISTICS public.s ON name, age FROM public.users;

