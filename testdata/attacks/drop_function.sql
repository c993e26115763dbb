-- A foreign function that nobody has claimed.
-- object: function legacy_total
-- owner: nobody
DROP FUNCTION legacy_total(int)
