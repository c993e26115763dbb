-- The statistics of a foreign column are made up.
-- object: table auth.users
-- since: 18
SELECT pg_restore_attribute_stats('schemaname', 'auth', 'relname', 'users', 'attname', 'id', 'inherited', false, 'null_frac', 0.5::real)
