-- Statistics of a column are made up.
-- since: 18
-- object: table auth.users
SELECT pg_restore_attribute_stats('schemaname', 'auth', 'relname', 'users', 'attname', 'id', 'inherited', false, 'null_frac', 0.5::real)
