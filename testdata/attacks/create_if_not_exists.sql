-- IF NOT EXISTS does not make a foreign table ours.
-- object: table profiles
CREATE TABLE IF NOT EXISTS profiles (id int)
-- next step
ALTER TABLE profiles ADD COLUMN x int
