-- A check goes down to their heir.
-- object: table auth.more_things
ALTER TABLE things ADD CHECK (id > 0)
