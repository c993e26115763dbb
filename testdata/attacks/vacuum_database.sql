-- A name with the database before it, outside of a transaction.
-- object: table auth.sessions
-- in: alone
VACUUM FULL postgres.auth.sessions
