-- A composite type with one more attribute.
CREATE TYPE point2 AS (x int, y int); ALTER TABLE scratch ADD COLUMN at point2; ALTER TYPE point2 ADD ATTRIBUTE z int
