-- puts an index on a materialized view
-- object: materialized view auth.user_count
CREATE UNIQUE INDEX user_count_n ON auth.user_count (n)
