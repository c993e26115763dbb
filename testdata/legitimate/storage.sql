-- Parameters of storage.
ALTER TABLE orders SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01); ALTER TABLE orders ALTER COLUMN code SET STATISTICS 500; ALTER TABLE scratch SET UNLOGGED; ALTER TABLE orders REPLICA IDENTITY FULL
