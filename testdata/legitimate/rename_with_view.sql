ALTER TABLE scratch RENAME TO notes; CREATE VIEW scratch AS SELECT * FROM notes
-- next revision
DROP VIEW scratch; ALTER TABLE notes RENAME TO scratch
