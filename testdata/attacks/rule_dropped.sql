-- A rule of a foreign table is dropped.
-- object: table auth.log
DROP RULE log_keep ON auth.log
