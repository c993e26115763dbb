-- changes an operator
-- object: operator auth.===
ALTER OPERATOR auth.=== (int, int) SET (RESTRICT = eqsel)
