-- Row level security of a foreign table is switched off.
-- object: table auth.users
ALTER TABLE auth.users DISABLE ROW LEVEL SECURITY
