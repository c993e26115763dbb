CREATE FUNCTION longer(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN length($1) >= length($2) THEN $1 ELSE $2 END'; CREATE AGGREGATE longest(text) (SFUNC = longer, STYPE = text, INITCOND = '')
-- next revision
UPDATE scratch SET note = (SELECT longest(code) FROM orders)
