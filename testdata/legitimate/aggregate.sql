-- An aggregate comes, changes and goes.
CREATE AGGREGATE t (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0'); ALTER AGGREGATE t(int) RENAME TO u; COMMENT ON AGGREGATE u(int) IS 'x'; DROP AGGREGATE u(int)
