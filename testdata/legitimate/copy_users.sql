-- Rows are copied from another service's table.
CREATE TABLE customers (id bigint PRIMARY KEY, email text NOT NULL);
INSERT INTO customers SELECT id, email FROM auth.users WHERE role = 'user'
