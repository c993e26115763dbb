-- Own tables are analyzed, clustered and locked.
ANALYZE orders; REINDEX TABLE orders; CLUSTER orders USING orders_pkey; LOCK TABLE orders
