-- A foreign statistics object gets another name.
-- object: statistics object auth.users_stat
ALTER STATISTICS auth.users_stat RENAME TO x
