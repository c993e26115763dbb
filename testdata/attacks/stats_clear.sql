-- The statistics of a foreign table are cleared.
-- object: table auth.users
-- since: 18
SELECT pg_clear_relation_stats('auth', 'users')
