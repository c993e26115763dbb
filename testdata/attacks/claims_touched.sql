-- An earlier revision was allowed to replace it; this one is not allowed to drop it.
-- object: function public.legacy_total(integer)
-- owner: nobody has claimed
-- touches: function legacy_total
CREATE OR REPLACE FUNCTION legacy_total(n int) RETURNS int LANGUAGE sql AS 'SELECT 2'
-- next revision
DROP FUNCTION legacy_total(int)
