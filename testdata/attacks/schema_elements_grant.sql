-- CREATE SCHEMA grants on their table.
-- object: table auth.users
CREATE SCHEMA extra CREATE VIEW v AS SELECT 1 AS a GRANT SELECT ON auth.users TO PUBLIC
