-- A check sets a sequence while it is validated.
-- object: sequence auth.invoice_no
CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql  AS $f$ BEGIN PERFORM setval('auth.invoice' || '_no', 5); RETURN 1; END $f$; ALTER TABLE scratch ADD CONSTRAINT ck CHECK (f(n) > 0) NOT VALID
-- next revision
ALTER TABLE scratch VALIDATE CONSTRAINT ck
