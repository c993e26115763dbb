ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON orders USING (EXISTS (SELECT FROM auth.users u WHERE u.id = customer_id AND u.email = current_user))
