-- A foreign collation is dropped.
-- object: collation auth.plain
-- owner: nobody
DROP COLLATION auth.plain
