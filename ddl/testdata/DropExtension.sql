-- by its name
DROP EXTENSION hstore;
-- and back
CREATE EXTENSION hstore;

