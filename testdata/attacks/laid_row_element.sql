-- A check calls a function of an earlier revision with an element of an array, as if it were a column.
-- object: table auth.users
CREATE FUNCTION opened(scratch) RETURNS int LANGUAGE plpgsql AS $$ BEGIN GRANT ALL ON auth.users TO PUBLIC; RETURN 1; END $$;
CREATE TABLE pile (l scratch[]);
INSERT INTO pile VALUES (ARRAY[NULL::scratch])
-- next revision
ALTER TABLE pile ADD CHECK (l[1].opened IS NOT NULL)
