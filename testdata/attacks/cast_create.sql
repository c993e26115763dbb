-- An implicit cast of a foreign type changes how its owner's expressions are read.
-- object: type auth.role
CREATE CAST (auth.role AS text) WITH INOUT AS IMPLICIT
