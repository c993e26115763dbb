-- CASCADE takes the tables that point at it along, at least their keys.
-- object: table profiles
DROP TABLE auth.users CASCADE
