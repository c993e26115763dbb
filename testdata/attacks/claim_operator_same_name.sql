-- An operator of the same name for other types is no evidence.
-- object: operator auth.===(integer,integer)
CREATE OPERATOR shop.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)
-- next revision
ALTER OPERATOR auth.=== (int, int) SET SCHEMA shop; DROP OPERATOR shop.=== (int, int)
