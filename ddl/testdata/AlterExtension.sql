-- another version and schema
ALTER EXTENSION hstore UPDATE TO '1.7';
ALTER EXTENSION hstore SET SCHEMA ext;

-- the newest version
ALTER EXTENSION hstore UPDATE;

