-- A foreign sequence is set. What setval does is never rolled back.
-- object: sequence auth.invoice_no
SELECT setval('auth.invoice_no', 7)
