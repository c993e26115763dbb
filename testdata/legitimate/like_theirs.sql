-- A table in the likeness of a foreign one.
CREATE TABLE people (LIKE profiles INCLUDING ALL)
