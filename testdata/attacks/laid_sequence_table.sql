-- A view sets a sequence while it is read by TABLE.
-- object: sequence auth.invoice_no
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN PERFORM setval('auth.invoice' || '_no', 5); RETURN 1; END $f$; CREATE VIEW vv AS SELECT f() AS n
-- next revision
TABLE vv
