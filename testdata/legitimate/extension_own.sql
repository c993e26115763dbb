-- Extensions of our own, used, moved and dropped.
-- role: superuser
CREATE EXTENSION citext; ALTER TABLE scratch ADD COLUMN c citext; CREATE EXTENSION pg_trgm; CREATE INDEX ON scratch USING gin (note gin_trgm_ops)
-- next step
DROP EXTENSION citext CASCADE; ALTER EXTENSION pg_trgm SET SCHEMA shop; ALTER EXTENSION pg_trgm UPDATE; COMMENT ON EXTENSION pg_trgm IS 'x'
