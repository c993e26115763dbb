-- A lock that shuts everybody out.
-- object: table profiles
LOCK TABLE profiles IN ACCESS EXCLUSIVE MODE
