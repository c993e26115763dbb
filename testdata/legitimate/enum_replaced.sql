CREATE TYPE stage AS ENUM ('a', 'b'); CREATE TABLE staged (s stage)
-- next revision
CREATE TYPE stage_2 AS ENUM ('a', 'c'); ALTER TABLE staged ALTER COLUMN s TYPE stage_2 USING s::text::stage_2; DROP TYPE stage; ALTER TYPE stage_2 RENAME TO stage
-- next revision
ALTER TABLE staged ADD COLUMN t stage DEFAULT 'c'
