-- moves an extension into their schema
-- object: schema auth
CREATE EXTENSION pg_trgm;
ALTER EXTENSION pg_trgm SET SCHEMA auth
