CREATE FUNCTION known_customer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT FROM auth.users WHERE id = NEW.customer_id) THEN RAISE EXCEPTION 'unknown customer'; END IF; RETURN NEW; END $$; CREATE TRIGGER known BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION known_customer()
-- next revision
INSERT INTO orders (code, customer_id) VALUES ('A-4', 1)
