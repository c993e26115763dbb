-- All statistics are deleted in the catalog itself.
-- object: table pg_catalog.pg_statistic
-- owner: PostgreSQL
DELETE FROM pg_statistic
