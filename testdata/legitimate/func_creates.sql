-- A Go step makes a table that refers to theirs, and fills it.
-- in: func
CREATE TABLE by_go (id serial PRIMARY KEY, u bigint REFERENCES auth.users); INSERT INTO by_go (u) SELECT id FROM auth.users
