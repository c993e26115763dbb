-- A foreign table is reindexed, behind an exclusive lock.
-- object: table auth.sessions
REINDEX TABLE auth.sessions
