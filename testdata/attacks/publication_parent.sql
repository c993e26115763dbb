-- A published parent publishes a partition of others.
-- object: table auth.stock_9
CREATE PUBLICATION shop_feed FOR TABLE stock WITH (publish_via_partition_root = true)
