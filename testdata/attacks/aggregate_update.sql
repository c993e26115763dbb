-- changes an aggregate in the catalog
-- object: pg_aggregate
-- owner: PostgreSQL
UPDATE pg_aggregate SET agginitval = '5' WHERE aggfnoid = 'auth.total'::regproc
