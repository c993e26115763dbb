ALTER TABLE orders ADD COLUMN words tsvector; CREATE TRIGGER words BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(words, 'pg_catalog.english', code)
-- next revision
UPDATE orders SET code = code; CREATE INDEX ON orders USING gin (words)
