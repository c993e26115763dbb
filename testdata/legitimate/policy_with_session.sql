-- A policy that asks their function and the session.
ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON orders USING (auth.is_admin(customer_id) OR customer_id = nullif(current_setting('app.user', true), '')::bigint)
