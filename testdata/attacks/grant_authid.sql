-- Everybody may read passwords.
-- role: superuser
-- object: table pg_catalog.pg_authid
-- owner: it belongs to
GRANT SELECT ON pg_authid TO PUBLIC
