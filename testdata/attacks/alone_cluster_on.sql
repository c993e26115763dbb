-- CLUSTER as it was written of old names the index first.
-- in: alone
-- object: table auth.users
CLUSTER VERBOSE users_pkey ON auth.users
