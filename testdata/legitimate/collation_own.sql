-- A collation comes and goes, which keeps a lock on the catalog.
CREATE COLLATION c FROM "C"; ALTER COLLATION c RENAME TO d; DROP COLLATION d
