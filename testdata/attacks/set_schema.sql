-- SET SCHEMA instead of search_path.
-- object: table auth.base
SET SCHEMA 'auth'; DROP TABLE base
