-- A function beside PostgreSQL's own.
-- object: schema pg_catalog
-- owner: PostgreSQL
CREATE FUNCTION pg_catalog.zap() RETURNS int LANGUAGE sql AS 'SELECT 1'
