-- sets options of a column
-- object: table auth.users
ALTER TABLE auth.users ALTER email SET (n_distinct = 5)
