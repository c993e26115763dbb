-- A comment on a foreign type is taken away: only a row disappears.
-- object: type auth.role
COMMENT ON TYPE auth.role IS NULL
