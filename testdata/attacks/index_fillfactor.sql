-- An option of their index.
-- object: index auth.users_pkey
ALTER INDEX auth.users_pkey SET (fillfactor = 50)
