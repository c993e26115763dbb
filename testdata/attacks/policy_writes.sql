-- A function in a policy of an own table writes.
-- object: table auth.sessions
CREATE FUNCTION w() RETURNS bool LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN true; END $$; ALTER TABLE order_items ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON order_items USING (w()); SELECT * FROM order_items WHERE w()
