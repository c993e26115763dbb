-- A foreign rule is replaced.
-- object: table auth.log
CREATE OR REPLACE RULE log_keep AS ON DELETE TO auth.log DO ALSO NOTHING
