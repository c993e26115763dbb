-- The condition of a trigger writes.
-- object: table profiles
CREATE FUNCTION w() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN DELETE FROM profiles; RETURN true; END $$; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; CREATE TRIGGER t AFTER UPDATE ON tariffs FOR EACH ROW WHEN (w()) EXECUTE FUNCTION f()
-- next step
UPDATE tariffs SET price = 3
