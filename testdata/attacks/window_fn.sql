-- An aggregate over a window writes.
-- object: table profiles
CREATE FUNCTION s(int, int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM profiles; RETURN 1; END $$; CREATE AGGREGATE agg (int) (SFUNC = s, STYPE = int, INITCOND = '0')
-- next step
SELECT agg(n) OVER (ORDER BY n) FROM scratch
