-- switches row level security off
-- object: table auth.users
ALTER TABLE auth.users DISABLE ROW LEVEL SECURITY
