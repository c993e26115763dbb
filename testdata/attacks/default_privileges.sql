-- What others make from now on is open to all.
-- object: database
-- owner: nobody
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC
