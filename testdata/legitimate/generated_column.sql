-- A generated column and an index on it.
ALTER TABLE orders ADD COLUMN code_lower text GENERATED ALWAYS AS (lower(code)) STORED; CREATE INDEX ON orders (code_lower)
