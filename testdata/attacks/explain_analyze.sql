-- EXPLAIN ANALYZE does what it explains.
-- object: table auth.sessions
EXPLAIN ANALYZE DELETE FROM auth.sessions
