-- A comment on one of PostgreSQL's functions is taken away.
-- object: function now()
-- owner: PostgreSQL
COMMENT ON FUNCTION now() IS NULL
