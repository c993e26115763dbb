-- writes from an INSTEAD OF trigger
-- object: table auth.sessions
CREATE VIEW own_view AS SELECT 1 AS n;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN NULL; END $$;
CREATE TRIGGER t INSTEAD OF DELETE ON own_view FOR EACH ROW EXECUTE FUNCTION f();
DELETE FROM own_view
