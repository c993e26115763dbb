-- A materialized view, refreshed without a lock.
CREATE MATERIALIZED VIEW sales AS SELECT status, sum(total) AS total FROM orders GROUP BY status WITH NO DATA;
CREATE UNIQUE INDEX ON sales (status);
REFRESH MATERIALIZED VIEW sales;
REFRESH MATERIALIZED VIEW CONCURRENTLY sales
