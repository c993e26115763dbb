-- renames a rule
-- object: table auth.log
ALTER RULE log_keep ON auth.log RENAME TO other
