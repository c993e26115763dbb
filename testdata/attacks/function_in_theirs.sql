-- A function in a foreign schema shadows one of PostgreSQL's there.
-- object: schema auth
CREATE FUNCTION auth.lower(text) RETURNS text LANGUAGE sql AS 'SELECT 1::text'
