-- changes another database
-- object: database template1
-- owner: nobody
ALTER DATABASE template1 CONNECTION LIMIT 1
