-- A procedure that commits finds their sequence in the catalogs.
-- object: database
-- owner: nobody
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN PERFORM setval(c.oid::regclass, 5) FROM pg_class c WHERE c.relname = 'invoice_no'; COMMIT; END $$
-- next revision
-- in: alone
CALL p()
