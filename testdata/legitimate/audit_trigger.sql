-- Changes are kept by a trigger.
CREATE TABLE orders_audit (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), op text, row jsonb);
CREATE FUNCTION audit_orders() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN INSERT INTO orders_audit (op, row) VALUES (TG_OP, to_jsonb(coalesce(NEW, OLD))); RETURN NULL; END $$;
CREATE TRIGGER orders_audit AFTER INSERT OR UPDATE OR DELETE ON orders FOR EACH ROW EXECUTE FUNCTION audit_orders();
INSERT INTO orders (code) VALUES ('A-9'); UPDATE orders SET total = 1 WHERE code = 'A-9'
