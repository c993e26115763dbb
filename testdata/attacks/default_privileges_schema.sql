-- The same in a foreign schema.
-- object: schema auth
ALTER DEFAULT PRIVILEGES IN SCHEMA auth GRANT SELECT ON TABLES TO PUBLIC
