-- An operator on an own type.
CREATE FUNCTION oeq(order_status, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1::text = $2'; CREATE OPERATOR = (LEFTARG = order_status, RIGHTARG = text, FUNCTION = oeq); ALTER OPERATOR = (order_status, text) SET (RESTRICT = eqsel); COMMENT ON OPERATOR = (order_status, text) IS 'x'; DROP OPERATOR = (order_status, text)
