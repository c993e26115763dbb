CREATE FUNCTION tax(numeric) RETURNS numeric LANGUAGE sql AS 'SELECT $1 * 0.2'; CREATE FUNCTION tax(text) RETURNS numeric LANGUAGE sql AS 'SELECT 0.2'
-- next revision
DROP FUNCTION tax(text); CREATE OR REPLACE FUNCTION tax(numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 0.19'
-- next revision
DROP FUNCTION tax(numeric); CREATE FUNCTION tax(numeric, text) RETURNS numeric LANGUAGE sql AS 'SELECT $1'
-- next revision
ALTER FUNCTION tax(numeric, text) RENAME TO taxes
-- next revision
DROP FUNCTION taxes(numeric, text)
