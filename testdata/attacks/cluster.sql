-- CLUSTER rewrites a foreign table.
-- object: table profiles
CLUSTER profiles USING profiles_pkey
