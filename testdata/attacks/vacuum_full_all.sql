-- VACUUM FULL without a name means all tables.
-- object: database
-- owner: nobody
-- in: alone
VACUUM FULL
