-- A foreign aggregate is dropped.
-- object: aggregate auth.total(integer)
DROP AGGREGATE auth.total(int)
