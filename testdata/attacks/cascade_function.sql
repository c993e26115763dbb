-- Dropping a foreign function takes what uses it along.
-- object: function auth.note()
DROP FUNCTION auth.note() CASCADE
