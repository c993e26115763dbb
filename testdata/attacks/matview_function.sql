-- writes from the query of an own materialized view
-- object: table auth.sessions
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN 1; END $$;
CREATE MATERIALIZED VIEW m AS SELECT f()
