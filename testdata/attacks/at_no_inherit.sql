-- takes their child off an own table
-- object: table auth.more_things
ALTER TABLE auth.more_things NO INHERIT things
