-- A foreign cast is dropped.
-- object: cast
-- owner: nobody
DROP CAST (auth.address AS text)
