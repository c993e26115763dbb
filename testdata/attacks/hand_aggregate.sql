-- Another function under their aggregate, by hand.
-- role: superuser
-- object: table pg_catalog.pg_aggregate
-- owner: it belongs to
UPDATE pg_aggregate SET aggtransfn = 'int4mi' WHERE aggfnoid = 'auth.total'::regproc
