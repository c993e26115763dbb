ALTER TABLE orders ADD COLUMN customer_email text; UPDATE orders o SET customer_email = u.email FROM auth.users u WHERE u.id = o.customer_id
