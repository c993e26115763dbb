-- A foreign sequence is found in the catalogs and set.
-- object: sequence auth.invoice_no
SELECT setval(oid, 7000000) FROM pg_class WHERE relname = 'invoice_no'
