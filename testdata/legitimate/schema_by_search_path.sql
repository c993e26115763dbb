CREATE SCHEMA stock_room; SET LOCAL search_path = stock_room; CREATE TABLE shelves (id int PRIMARY KEY); CREATE FUNCTION full_shelves() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM stock_room.shelves'; CREATE TYPE shelf_kind AS ENUM ('a'); CREATE SEQUENCE shelf_no
-- next revision
ALTER TABLE stock_room.shelves ADD COLUMN kind stock_room.shelf_kind; CREATE OR REPLACE FUNCTION stock_room.full_shelves() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'
-- next revision
DROP FUNCTION stock_room.full_shelves(); DROP TABLE stock_room.shelves; DROP TYPE stock_room.shelf_kind; DROP SEQUENCE stock_room.shelf_no; DROP SCHEMA stock_room
