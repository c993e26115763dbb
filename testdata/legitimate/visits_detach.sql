-- A partition leaves a table that a foreign key points at.
ALTER TABLE visits DETACH PARTITION visits_1
