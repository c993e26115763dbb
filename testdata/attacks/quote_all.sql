-- A setting that changes how names are written is to blind the fence.
-- object: function auth.is_admin(bigint)
SET quote_all_identifiers = on; COMMENT ON FUNCTION auth.is_admin(bigint) IS 'x'
