-- A setting of all roles.
-- object: database
-- owner: nobody
ALTER ROLE ALL SET work_mem = '64kB'
