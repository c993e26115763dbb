-- A foreign function gets another body: nothing is locked.
-- object: function auth.is_admin(bigint)
CREATE OR REPLACE FUNCTION auth.is_admin(n bigint) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true'
