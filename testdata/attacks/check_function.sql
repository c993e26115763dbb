-- writes from a check while it is added
-- object: table auth.sessions
CREATE FUNCTION f(n int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN true; END $$;
ALTER TABLE scratch ADD CHECK (f(n))
