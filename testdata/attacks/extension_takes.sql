-- A foreign function is put into an extension, and would go with it.
-- object: function auth.is_admin(bigint)
ALTER EXTENSION plpgsql ADD FUNCTION auth.is_admin(bigint)
