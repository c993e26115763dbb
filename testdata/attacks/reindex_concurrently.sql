-- The same outside of a transaction.
-- object: table auth.sessions
-- in: alone
REINDEX (VERBOSE) TABLE CONCURRENTLY auth.sessions
