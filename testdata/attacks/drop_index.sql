-- A foreign index is dropped.
-- object: index auth.sessions_data_idx
DROP INDEX auth.sessions_data_idx
