-- A foreign aggregate begins with another value.
-- object: aggregate auth.total(integer)
CREATE OR REPLACE AGGREGATE auth.total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '1')
