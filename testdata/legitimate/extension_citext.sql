CREATE EXTENSION citext; CREATE TABLE tags (name citext PRIMARY KEY); INSERT INTO tags VALUES ('A')
-- next revision
CREATE DOMAIN tag AS citext CHECK (VALUE <> ''); ALTER TABLE tags ADD COLUMN alias tag; CREATE INDEX ON tags (alias)
