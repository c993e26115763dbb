CREATE VIEW admin_orders AS SELECT o.* FROM orders o WHERE auth.is_admin(o.customer_id)
