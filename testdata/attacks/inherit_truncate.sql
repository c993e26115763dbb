-- empties their child through an own table
-- object: table auth.more_things
TRUNCATE things
