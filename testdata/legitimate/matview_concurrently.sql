CREATE MATERIALIZED VIEW by_customer AS SELECT customer_id, count(*) AS n FROM orders GROUP BY 1; CREATE UNIQUE INDEX ON by_customer (customer_id)
-- next revision
REFRESH MATERIALIZED VIEW CONCURRENTLY by_customer
-- next revision
-- in: alone
REFRESH MATERIALIZED VIEW CONCURRENTLY by_customer
