-- A foreign collation is dropped.
-- object: collation auth.plain
DROP COLLATION auth.plain
