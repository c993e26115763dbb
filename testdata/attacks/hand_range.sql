-- Another function under their range, by hand.
-- role: superuser
-- object: table pg_catalog.pg_range
-- owner: it belongs to
UPDATE pg_range SET rngsubdiff = 0 WHERE rngtypid = 'auth.period'::regtype
