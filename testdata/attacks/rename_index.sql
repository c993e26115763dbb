-- An index of a foreign table gets another name; only the index is locked.
-- object: index auth.sessions_data_idx
ALTER INDEX auth.sessions_data_idx RENAME TO s_idx
