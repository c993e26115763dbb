-- A policy of a foreign table is opened.
-- object: table auth.users
ALTER POLICY users_own ON auth.users TO PUBLIC USING (true)
