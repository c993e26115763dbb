-- Makes another database.
-- object: database other_one
-- owner: nobody
-- in: alone
CREATE DATABASE other_one
