-- Temporary objects of every kind.
CREATE TEMP TABLE t (id int PRIMARY KEY) ON COMMIT DROP; INSERT INTO t VALUES (1); CREATE TEMP SEQUENCE ts; SELECT nextval('ts'); CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; SELECT pg_temp.f()
