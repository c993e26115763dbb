-- A table that mirrors theirs and refers to it.
CREATE TABLE customers (id bigint PRIMARY KEY REFERENCES auth.users, email text); INSERT INTO customers SELECT id, email FROM auth.users ON CONFLICT DO NOTHING
