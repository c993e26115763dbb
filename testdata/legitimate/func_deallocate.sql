-- A Go step throws all prepared statements away, as drivers do after a change of tables.
-- in: func
ALTER TABLE scratch ADD COLUMN more int; DEALLOCATE ALL
