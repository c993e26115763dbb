-- A procedure that commits calls a function in no language that can be read.
-- object: database
-- owner: nobody
-- role: superuser
CREATE FUNCTION put(regclass, bigint) RETURNS bigint LANGUAGE internal STRICT AS 'setval_oid';
CREATE PROCEDURE p() LANGUAGE plpgsql AS $p$ BEGIN COMMIT; PERFORM put('auth.invoice_no', 5); COMMIT; END $p$
-- next revision
-- in: alone
CALL p()
