-- A materialized view over theirs, refreshed concurrently.
CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM auth.users; CREATE UNIQUE INDEX ON m (n); REFRESH MATERIALIZED VIEW CONCURRENTLY m
