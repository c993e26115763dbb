-- A catalog gets a column.
-- object: table pg_catalog.pg_ts_dict
-- owner: PostgreSQL
SET LOCAL allow_system_table_mods = on; ALTER TABLE pg_catalog.pg_ts_dict ADD COLUMN x int
