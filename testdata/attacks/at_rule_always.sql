-- lets a rule fire always
-- object: table auth.log
ALTER TABLE auth.log ENABLE ALWAYS RULE log_keep
