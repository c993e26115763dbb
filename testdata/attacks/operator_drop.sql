-- A foreign operator is dropped.
-- object: operator
-- owner: nobody
DROP OPERATOR auth.=== (int, int)
