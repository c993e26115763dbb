-- A foreign function gets another search_path.
-- object: function auth.note()
ALTER FUNCTION auth.note() SET search_path = ''
