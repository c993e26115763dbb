-- VACUUM FULL rewrites a foreign table and locks everybody out.
-- object: table auth.sessions
-- in: alone
VACUUM (FULL, ANALYZE) auth.sessions
