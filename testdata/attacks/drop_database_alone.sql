-- Another database is dropped.
-- object: database template1
-- owner: nobody
-- in: alone
DROP DATABASE IF EXISTS template1
