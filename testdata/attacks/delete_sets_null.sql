-- empties a column of their row with an own row
-- object: table auth.labels
DELETE FROM tariffs
