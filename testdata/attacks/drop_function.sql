-- A foreign function that nobody has claimed.
-- object: function public.legacy_total(integer)
-- owner: nobody
DROP FUNCTION legacy_total(int)
