-- Temporary tables with the names of catalogs are to blind the fence.
-- object: table profiles
CREATE TEMP TABLE pg_locks AS SELECT * FROM pg_catalog.pg_locks WHERE false;
CREATE TEMP TABLE pg_class AS SELECT * FROM pg_catalog.pg_class WHERE false;
DROP TABLE profiles
