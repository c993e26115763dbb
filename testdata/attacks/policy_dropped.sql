-- A policy of a foreign table is dropped.
-- object: table auth.users
DROP POLICY users_own ON auth.users
