-- An UPDATE of a foreign table from an own one.
-- object: table profiles
UPDATE profiles p SET name = o.code FROM orders o WHERE o.customer_id = p.user_id
