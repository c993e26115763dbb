-- A default that calls an own function, which takes own numbers.
CREATE FUNCTION nextcode() RETURNS text LANGUAGE sql AS $$ SELECT 'C-' || nextval('order_no') $$; ALTER TABLE orders ALTER code SET DEFAULT nextcode(); INSERT INTO orders (total) VALUES (1)
