-- A foreign function is moved to an own schema.
-- object: function auth.note()
ALTER FUNCTION auth.note() SET SCHEMA shop
