-- sets parameters of an index
-- object: index auth.sessions_data_idx
ALTER INDEX auth.sessions_data_idx SET (fastupdate = off)
