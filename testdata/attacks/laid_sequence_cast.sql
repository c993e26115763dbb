-- A cast of an earlier revision sets a sequence while a column changes its type.
-- object: sequence auth.invoice_no
CREATE TYPE pair AS (a int); CREATE FUNCTION f(pair) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN PERFORM setval('auth.invoice' || '_no', 5); RETURN 1; END $f$; CREATE CAST (pair AS int) WITH FUNCTION f(pair) AS IMPLICIT; CREATE TABLE pairs (p pair); INSERT INTO pairs VALUES (ROW(1))
-- next revision
ALTER TABLE pairs ALTER COLUMN p TYPE int
