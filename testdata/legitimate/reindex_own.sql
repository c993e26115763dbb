-- REINDEX of an own index.
-- in: alone
REINDEX INDEX CONCURRENTLY orders_pkey
