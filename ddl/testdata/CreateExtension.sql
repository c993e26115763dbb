-- with schema and version
CREATE EXTENSION hstore SCHEMA ext VERSION '1.7';
COMMENT ON EXTENSION hstore IS 'pairs';
-- and back
DROP EXTENSION hstore;

