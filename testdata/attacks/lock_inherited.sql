-- A lock on an own table is one on their child, too.
-- object: table auth.more_things
LOCK TABLE things
