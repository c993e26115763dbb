CREATE TYPE line_item AS (code text, n int); CREATE FUNCTION lines() RETURNS SETOF line_item LANGUAGE sql AS 'SELECT code, 1 FROM orders'; CREATE VIEW all_lines AS SELECT * FROM lines()
-- next revision
CREATE OR REPLACE VIEW all_lines AS SELECT * FROM lines() WHERE n > 0; DROP VIEW all_lines; DROP FUNCTION lines(); DROP TYPE line_item
