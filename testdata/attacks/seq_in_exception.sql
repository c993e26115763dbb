-- A number is set and the lock let go.
-- object: sequence auth.invoice_no
DO $$ BEGIN BEGIN PERFORM setval(('auth.' || 'invoice_no')::regclass, 1); RAISE EXCEPTION 'x'; EXCEPTION WHEN OTHERS THEN NULL; END; END $$
