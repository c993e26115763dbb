-- A function with a body in standard SQL.
-- since: 14
CREATE FUNCTION at(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN n = 1 THEN 2 END; SELECT n; END
