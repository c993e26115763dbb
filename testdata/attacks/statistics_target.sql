-- sets how much statistics are kept
-- object: statistics object auth.users_stat
ALTER STATISTICS auth.users_stat SET STATISTICS 10
