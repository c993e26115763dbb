-- Their view goes with an extension.
-- object: materialized view auth.user_count
ALTER MATERIALIZED VIEW auth.user_count DEPENDS ON EXTENSION plpgsql
