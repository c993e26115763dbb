-- The right to set a parameter is given to all.
-- object: database
-- owner: nobody
-- since: 15
GRANT SET ON PARAMETER work_mem TO PUBLIC
