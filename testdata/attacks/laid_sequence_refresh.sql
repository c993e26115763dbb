-- A view sets a sequence while a materialized one is filled from it.
-- object: sequence auth.invoice_no
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN PERFORM setval('auth.invoice' || '_no', 5); RETURN 1; END $f$; CREATE VIEW vv AS SELECT f() AS n; CREATE MATERIALIZED VIEW mv AS SELECT * FROM vv WITH NO DATA
-- next revision
REFRESH MATERIALIZED VIEW mv
