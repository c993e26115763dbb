-- The name of a foreign sequence is put together.
-- object: sequence auth.invoice_no
SELECT pg_catalog.setval(relname::regclass, 7) FROM (SELECT 'auth.' || 'invoice_no' AS relname) x
