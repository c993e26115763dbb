-- The same by a view that the step makes first.
-- object: table profiles
CREATE VIEW shop_profiles AS SELECT * FROM profiles;
UPDATE shop_profiles SET name = 'Eve'
