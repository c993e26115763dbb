-- A trigger of ours that writes a foreign table.
-- object: table auth.sessions
CREATE FUNCTION shop_evil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN NULL; END $$;
CREATE TRIGGER orders_evil AFTER UPDATE ON orders FOR EACH STATEMENT EXECUTE FUNCTION shop_evil();
UPDATE orders SET total = 1
