-- Since PostgreSQL 18 VACUUM goes on to what inherits from a table.
-- in: alone
-- since: 18
-- object: table auth.more_things
VACUUM ONLY orders, things
