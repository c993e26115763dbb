-- over an expression
CREATE STATISTICS public.s ON (age % 2), name FROM public.users;
-- and back
DROP STATISTICS public.s;

