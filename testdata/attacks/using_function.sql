-- writes from USING
-- object: table auth.sessions
CREATE FUNCTION f(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $$;
ALTER TABLE scratch ALTER n TYPE int USING f(n)
