-- A password is changed in the catalog itself.
-- object: table pg_catalog.pg_authid
-- owner: PostgreSQL
UPDATE pg_authid SET rolpassword = 'x' WHERE rolname = 'deed_auth'
