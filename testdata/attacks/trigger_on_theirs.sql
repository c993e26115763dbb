-- A trigger on a foreign table.
-- object: table profiles
CREATE TRIGGER p AFTER INSERT ON profiles FOR EACH ROW EXECUTE FUNCTION shop_note()
