CREATE FUNCTION slug(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)'; ALTER TABLE orders ADD COLUMN slug text GENERATED ALWAYS AS (slug(code)) STORED
-- next revision
ALTER TABLE orders ADD COLUMN uid uuid NOT NULL DEFAULT gen_random_uuid(); CREATE UNIQUE INDEX ON orders (slug)
