ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY own_orders ON orders USING (auth.is_admin(customer_id)); ALTER TABLE orders FORCE ROW LEVEL SECURITY
-- next revision
ALTER TABLE orders ADD COLUMN seen boolean NOT NULL DEFAULT false; UPDATE orders SET seen = true
