-- An own function has the name and other arguments.
-- object: function public.legacy_total(integer)
-- blind: whose the other one is
-- owner: nobody has claimed
CREATE FUNCTION legacy_total(n text) RETURNS int LANGUAGE sql AS 'SELECT 1'
-- next revision
DROP FUNCTION legacy_total(int)
