-- A procedure that commits sets a sequence.
-- object: sequence auth.invoice_no
CREATE PROCEDURE pp() LANGUAGE plpgsql AS $p$ BEGIN PERFORM setval('auth.invoice_no', 5); COMMIT; END $p$
-- next revision
-- in: alone
CALL pp()
