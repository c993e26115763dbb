CREATE FUNCTION is_plate(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT length($1) > 2'; CREATE DOMAIN plate AS text CHECK (is_plate(VALUE)); CREATE TABLE cars (p plate, ps plate[] DEFAULT '{abc}')
-- next revision
INSERT INTO cars VALUES ('abcd'); ALTER TABLE cars ALTER COLUMN p TYPE text
-- next revision
ALTER TABLE cars DROP COLUMN ps; DROP DOMAIN plate
