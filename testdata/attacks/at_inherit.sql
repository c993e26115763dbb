-- lets their table inherit an own one
-- object: table auth.base
ALTER TABLE auth.base INHERIT things
