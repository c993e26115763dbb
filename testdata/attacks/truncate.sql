-- TRUNCATE of a foreign table.
-- object: table auth.log
TRUNCATE auth.log
