-- puts a trigger on their partition with one on an own table
-- object: table auth.stock_9
CREATE TRIGGER t AFTER INSERT ON stock FOR EACH ROW EXECUTE FUNCTION shop_note()
