-- An exception for one table is none for a statement that is not known.
-- object: database template1
-- owner: nobody
-- touches: profiles
-- in: alone
ALTER DATABASE template1 SET TABLESPACE pg_default
