-- A policy on a foreign table.
-- object: table auth.users
CREATE POLICY all_of_it ON auth.users USING (true)
