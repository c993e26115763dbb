-- A privilege on a foreign function is taken away.
-- object: function auth.is_admin(bigint)
REVOKE EXECUTE ON FUNCTION auth.is_admin(bigint) FROM deed_auth
