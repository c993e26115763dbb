-- An extension in a schema of our own.
CREATE SCHEMA ext; CREATE EXTENSION IF NOT EXISTS citext SCHEMA ext; ALTER TABLE scratch ADD COLUMN mail ext.citext
