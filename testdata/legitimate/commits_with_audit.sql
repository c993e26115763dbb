CREATE TABLE audit (at timestamptz DEFAULT clock_timestamp(), what text); CREATE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit (what) VALUES (TG_OP || ' on ' || TG_TABLE_NAME); RETURN NULL; END $$; CREATE TRIGGER audited AFTER UPDATE ON orders FOR EACH STATEMENT EXECUTE FUNCTION audited()
-- next revision
-- in: alone
DO $$ BEGIN UPDATE orders SET total = total + 1; COMMIT; UPDATE orders SET total = total - 1; COMMIT; END $$
