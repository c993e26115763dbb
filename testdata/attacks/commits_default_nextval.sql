-- A procedure that commits takes their numbers by a default.
-- object: sequence auth.invoice_no
CREATE TABLE t1 (id int DEFAULT nextval('auth.invoice_no'), a int);
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t1 (a) VALUES (1); COMMIT; END $$
-- next revision
-- in: alone
CALL p()
