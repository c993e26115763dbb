-- A new table with a foreign key to a foreign table, and one to an own.
CREATE TABLE returns (id int PRIMARY KEY, user_id bigint REFERENCES auth.users ON DELETE CASCADE, order_id int REFERENCES orders)
