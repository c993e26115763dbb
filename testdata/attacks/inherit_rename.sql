-- renames a column of their child through an own table
-- object: table auth.more_things
-- blind: whose children inherit it
ALTER TABLE things RENAME COLUMN id TO no
