-- A procedure that commits takes their numbers by a view.
-- object: sequence auth.invoice_no
CREATE VIEW v1 AS SELECT nextval('auth.invoice_no') AS n;
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN PERFORM n FROM v1; COMMIT; END $$
-- next revision
-- in: alone
CALL p()
