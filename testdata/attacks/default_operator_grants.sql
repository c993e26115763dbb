-- An operator of an earlier step grants a column where a definition has it in a default.
-- object: table auth.users
CREATE FUNCTION opg(int, int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN GRANT SELECT (email) ON auth.users TO PUBLIC; RETURN 1; END $$; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = opg)
-- next step
ALTER TABLE scratch ADD COLUMN w int DEFAULT 1 @#@ 2
