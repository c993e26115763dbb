-- An operator does so while the bound of a partition is computed.
-- object: table auth.users
CREATE FUNCTION f(int,int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN EXECUTE 'DEALLOCATE deed_look'; EXECUTE 'PREPARE deed_look AS SELECT ''seen'' AS deed_fence, '''', '''', '''', '''', '''', '''', '''', '''''; GRANT SELECT (email) ON auth.users TO PUBLIC; RETURN 1; END $f$; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f)
-- next revision
CREATE TABLE measures_x PARTITION OF measures FOR VALUES FROM (date '2030-01-01' + (1 @#@ 2)) TO ('2031-01-01')
