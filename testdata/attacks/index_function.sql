-- writes from an index while it is built
-- object: table auth.sessions
CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql VOLATILE AS $$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $$;
CREATE FUNCTION f(n int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN public.g(); END $$;
CREATE INDEX ON scratch (f(n))
