-- IF EXISTS does not make it better.
-- object: table profiles
DROP TABLE IF EXISTS profiles
