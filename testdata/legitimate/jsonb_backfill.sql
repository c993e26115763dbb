-- A document out of columns, and of the rows of others.
ALTER TABLE orders ADD COLUMN meta jsonb NOT NULL DEFAULT '{}'; UPDATE orders SET meta = jsonb_build_object('code', code, 'by', (SELECT email FROM auth.users u WHERE u.id = customer_id)); CREATE INDEX ON orders USING gin (meta jsonb_path_ops)
