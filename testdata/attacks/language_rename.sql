-- renames a language
-- object: language plpgsql
-- owner: extension plpgsql
ALTER LANGUAGE plpgsql RENAME TO other
