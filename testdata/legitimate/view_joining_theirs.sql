-- A view that joins another service's table.
CREATE VIEW order_emails WITH (security_barrier) AS SELECT o.code, u.email FROM orders o JOIN auth.users u ON u.id = o.customer_id
