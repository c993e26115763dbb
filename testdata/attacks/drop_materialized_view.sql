-- A foreign materialized view is dropped.
-- object: materialized view auth.user_count
DROP MATERIALIZED VIEW auth.user_count
