-- A policy that calls a foreign function.
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY orders_admin ON orders USING (auth.is_admin(customer_id))
