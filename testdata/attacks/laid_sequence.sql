-- An operator of an earlier revision sets a sequence while a column is added.
-- object: sequence auth.invoice_no
CREATE FUNCTION f(int,int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN EXECUTE 'SELECT setval(''auth.invoice_no'', 5)'; RETURN 1; END $f$; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f)
-- next revision
ALTER TABLE scratch ADD COLUMN w int DEFAULT 1 @#@ 2
