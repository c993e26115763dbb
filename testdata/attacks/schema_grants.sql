-- CREATE SCHEMA has a GRANT among its elements.
-- object: table auth.users
CREATE SCHEMA fresh CREATE VIEW v AS SELECT 1 AS n GRANT SELECT ON auth.users TO PUBLIC
