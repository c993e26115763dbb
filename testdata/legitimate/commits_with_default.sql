CREATE TABLE counters (name text PRIMARY KEY, n int NOT NULL); INSERT INTO counters VALUES ('x', 0); CREATE FUNCTION next_x() RETURNS int LANGUAGE sql AS 'UPDATE counters SET n = n + 1 WHERE name = ''x'' RETURNING n'; CREATE TABLE xs (id int DEFAULT next_x(), note text)
-- next revision
-- in: alone
DO $$ BEGIN FOR i IN 1..3 LOOP INSERT INTO xs (note) VALUES ('n'); COMMIT; END LOOP; END $$
