-- Every index of their schema is rebuilt.
-- in: alone
-- object: database
-- owner: nobody has claimed
REINDEX SCHEMA auth
