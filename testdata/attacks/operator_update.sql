-- An operator is changed in the catalog itself.
-- object: table pg_catalog.pg_operator
-- owner: PostgreSQL
UPDATE pg_operator SET oprrest = 0 WHERE oprname = '==='
