-- A procedure that commits changes a database.
-- object: database
-- owner: nobody
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN ALTER DATABASE template1 SET work_mem = '1MB'; COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
