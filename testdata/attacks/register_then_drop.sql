-- The same, and then the table is dropped.
-- object: table profiles
UPDATE deed_ownership SET service = 'shop' WHERE name = 'profiles'
-- next step
DROP TABLE profiles
