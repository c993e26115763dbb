-- in: alone
DO $$ BEGIN INSERT INTO orders (code) VALUES ('B-' || nextval('order_no')); COMMIT; INSERT INTO orders (code) VALUES ('B-' || nextval('order_no')); COMMIT; END $$
