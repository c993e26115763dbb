-- An exception for a function.
-- touches: function auth.is_admin(bigint)
CREATE OR REPLACE FUNCTION auth.is_admin(n bigint) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true'
