CREATE FUNCTION good_code(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 ~ ''^[A-Z]-''' ; ALTER TABLE orders ADD CONSTRAINT good CHECK (good_code(code)) NOT VALID
-- next revision
ALTER TABLE orders VALIDATE CONSTRAINT good
-- next revision
ALTER TABLE orders ADD COLUMN x int; CREATE INDEX ON orders (total)
