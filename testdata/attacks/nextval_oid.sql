-- Values are taken from foreign sequences that the text does not name.
-- since: 15
-- object: sequence auth.invoice_no
SELECT nextval(oid) FROM pg_class WHERE relname = 'invoice_no'; SELECT nextval(oid) FROM pg_class WHERE relname = 'users_id_seq'
