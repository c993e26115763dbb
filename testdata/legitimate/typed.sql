-- A typed table follows its type.
CREATE TYPE tt AS (a int); CREATE TABLE typed OF tt; ALTER TYPE tt ADD ATTRIBUTE b int CASCADE
