CREATE FUNCTION bucket(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 % 2'; CREATE TABLE bucketed (n int) PARTITION BY LIST (bucket(n)); CREATE TABLE bucketed_rest PARTITION OF bucketed DEFAULT; INSERT INTO bucketed VALUES (2)
-- next revision
CREATE TABLE bucketed_1 PARTITION OF bucketed FOR VALUES IN (1); INSERT INTO bucketed VALUES (1)
