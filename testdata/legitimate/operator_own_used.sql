CREATE FUNCTION near(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT abs($1 - $2) < 2'; CREATE OPERATOR <~> (LEFTARG = int, RIGHTARG = int, FUNCTION = near); ALTER TABLE scratch ADD CONSTRAINT near_one CHECK (n <~> 1)
-- next revision
ALTER TABLE scratch ADD COLUMN m int DEFAULT 3; UPDATE scratch SET m = 4 WHERE n <~> 1
