-- ANALYZE of a foreign table.
-- object: table profiles
ANALYZE profiles
