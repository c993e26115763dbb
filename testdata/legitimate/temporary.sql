-- Temporary tables.
CREATE TEMP TABLE work AS SELECT * FROM auth.users; DELETE FROM work; DROP TABLE work
