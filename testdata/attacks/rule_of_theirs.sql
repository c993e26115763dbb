-- writes an own table with a rule of theirs on it
-- object: table auth.log
INSERT INTO watched VALUES (1)
