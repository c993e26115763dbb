-- The same with a function.
-- object: function public.legacy_total(integer)
-- blind: that it is the other one
-- owner: nobody has claimed
CREATE SCHEMA own2; SET LOCAL search_path = own2; CREATE FUNCTION legacy_total(n int) RETURNS int LANGUAGE sql AS 'SELECT 1'
-- next revision
DROP FUNCTION public.legacy_total(int)
