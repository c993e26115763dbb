-- A foreign materialized view is filled anew.
-- object: materialized view auth.user_count
REFRESH MATERIALIZED VIEW auth.user_count
