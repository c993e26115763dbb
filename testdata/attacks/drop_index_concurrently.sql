-- A foreign index is dropped outside of a transaction.
-- object: index auth.sessions_data_idx
-- in: alone
DROP INDEX CONCURRENTLY auth.sessions_data_idx
