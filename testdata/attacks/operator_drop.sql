-- A foreign operator is dropped.
-- object: operator
DROP OPERATOR auth.=== (int, int)
