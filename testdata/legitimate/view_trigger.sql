-- An INSTEAD OF trigger on an own view over foreign tables.
CREATE FUNCTION vf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE orders SET total = 2; RETURN NEW; END'; CREATE VIEW vv AS SELECT o.id FROM orders o, auth.users u; CREATE TRIGGER t INSTEAD OF INSERT ON vv FOR EACH ROW EXECUTE FUNCTION vf(); INSERT INTO vv VALUES (1)
