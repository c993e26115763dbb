-- A foreign collation gets another name.
-- object: collation
-- owner: nobody
ALTER COLLATION auth.plain RENAME TO simple
