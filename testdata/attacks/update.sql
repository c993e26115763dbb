-- Rows of a foreign table are changed.
-- object: table profiles
UPDATE profiles SET name = 'Eve'
