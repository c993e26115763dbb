ALTER TABLE scratch SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05); ALTER TABLE scratch SET UNLOGGED
-- next revision
ALTER TABLE scratch SET LOGGED; ALTER TABLE scratch ALTER COLUMN note SET STORAGE EXTERNAL, ALTER COLUMN n SET STATISTICS 500
