-- defines a trigger that acts on the server, and fires it
-- object: server settings
-- owner: those who run the server
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_reload_conf(); RETURN NEW; END $$;
CREATE TRIGGER t BEFORE INSERT ON things FOR EACH ROW EXECUTE FUNCTION f();
INSERT INTO things VALUES (1)
