-- Extended statistics of a foreign table are dropped.
-- object: table auth.users
DROP STATISTICS auth.users_stat
