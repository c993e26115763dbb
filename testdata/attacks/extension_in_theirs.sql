-- puts an extension into their schema
-- object: schema auth
CREATE EXTENSION pg_trgm SCHEMA auth
