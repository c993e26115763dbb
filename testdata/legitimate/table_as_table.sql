CREATE TABLE orders_copy AS TABLE orders; CREATE MATERIALIZED VIEW orders_kept AS TABLE orders
-- next revision
REFRESH MATERIALIZED VIEW orders_kept
