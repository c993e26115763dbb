-- Policies that ask a function of another service's.
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY admins ON orders FOR SELECT USING (auth.is_admin(customer_id));
CREATE POLICY own ON orders FOR UPDATE USING (customer_id = current_setting('app.user', true)::bigint)
