-- takes a new version of a collation as given
-- object: collation auth.plain
ALTER COLLATION auth.plain REFRESH VERSION
