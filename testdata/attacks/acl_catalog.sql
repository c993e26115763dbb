-- Nobody may read a catalog any more.
-- role: superuser
-- object: table pg_catalog.pg_class
-- owner: it belongs to
REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC
