-- A rule of an own table calls a foreign function.
-- object: table auth.sessions
CREATE RULE also AS ON UPDATE TO scratch DO INSTEAD (WITH d AS (SELECT auth.wipe()) INSERT INTO things SELECT 1 FROM d);
UPDATE scratch SET n = 2
