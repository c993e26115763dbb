-- fills their schema with collations
-- object: schema auth
SELECT pg_import_system_collations('auth')
