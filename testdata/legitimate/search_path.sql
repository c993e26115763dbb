-- Own names after a change of search_path.
SET LOCAL search_path = shop; ALTER TABLE carts ADD COLUMN n int
