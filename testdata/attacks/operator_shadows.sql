-- An operator of our own is to blind the fence.
-- object: table profiles
CREATE FUNCTION shop.never(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR shop.= (LEFTARG = int, RIGHTARG = int, FUNCTION = shop.never);
SET search_path = shop, pg_catalog, public;
DROP TABLE profiles
