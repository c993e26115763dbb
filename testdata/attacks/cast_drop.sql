-- A foreign cast is dropped.
-- object: cast
DROP CAST (auth.address AS text)
