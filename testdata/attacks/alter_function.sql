-- A foreign function runs with other rights.
-- object: function auth.wipe()
ALTER FUNCTION auth.wipe() SECURITY DEFINER
