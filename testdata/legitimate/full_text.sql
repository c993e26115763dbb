-- A column to search in.
ALTER TABLE orders ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', code)) STORED; CREATE INDEX orders_search ON orders USING gin (search)
