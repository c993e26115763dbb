-- A column added to an own table reaches the foreign table that inherits it.
-- object: table auth.more_things
ALTER TABLE things ADD COLUMN n int
