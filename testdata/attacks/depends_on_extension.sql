-- A foreign function is made to go with an extension.
-- object: function auth.is_admin(bigint)
ALTER FUNCTION auth.is_admin(bigint) DEPENDS ON EXTENSION plpgsql
