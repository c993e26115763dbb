-- Rows are put into a foreign table.
-- object: table auth.log
INSERT INTO auth.log (what) VALUES ('hello')
