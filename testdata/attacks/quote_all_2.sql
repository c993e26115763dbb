-- The same, for a row that disappears.
-- object: type auth.role
SET quote_all_identifiers = on; COMMENT ON TYPE auth.role IS NULL
