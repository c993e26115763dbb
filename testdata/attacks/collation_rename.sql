-- A foreign collation gets another name.
-- object: collation
ALTER COLLATION auth.plain RENAME TO simple
