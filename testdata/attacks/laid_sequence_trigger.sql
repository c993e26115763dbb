-- A trigger sets a sequence while own rows are deleted.
-- object: sequence auth.invoice_no
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql  AS $f$ BEGIN PERFORM setval('auth.invoice' || '_no', 5); RETURN NEW; END $f$; CREATE TRIGGER t BEFORE DELETE ON scratch FOR EACH ROW EXECUTE FUNCTION tf()
-- next revision
DELETE FROM scratch
