-- Rows that point at foreign ones.
INSERT INTO orders (code, customer_id) VALUES ('B-1', 2); UPDATE orders SET customer_id = 1 WHERE code = 'B-1'
