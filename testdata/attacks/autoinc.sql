-- A trigger of an extension takes numbers from the sequence that it is told.
-- object: sequence auth.invoice_no
-- role: superuser
-- blind: what the trigger's argument is for
CREATE EXTENSION autoinc;
CREATE TRIGGER numbers BEFORE INSERT ON things FOR EACH ROW EXECUTE FUNCTION autoinc(id, 'auth.invoice_no');
INSERT INTO things VALUES (0)
