-- A cast grants a column while a column is given another type.
-- object: table auth.users
CREATE TYPE pair AS (a int); CREATE FUNCTION castg(pair) RETURNS int LANGUAGE plpgsql AS $$ BEGIN GRANT SELECT (email) ON auth.users TO PUBLIC; RETURN 1; END $$; CREATE CAST (pair AS int) WITH FUNCTION castg(pair) AS IMPLICIT; CREATE TABLE pairs (p pair); INSERT INTO pairs VALUES (ROW(1))
-- next step
ALTER TABLE pairs ALTER COLUMN p TYPE int
