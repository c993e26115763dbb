-- deletes rows of a table of PostgreSQL that is no catalog
-- object: table information_schema.sql_features
-- owner: PostgreSQL
DELETE FROM information_schema.sql_features
