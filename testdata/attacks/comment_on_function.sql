-- A comment on a foreign function is changed.
-- object: function auth.is_admin(bigint)
COMMENT ON FUNCTION auth.is_admin(bigint) IS 'x'
