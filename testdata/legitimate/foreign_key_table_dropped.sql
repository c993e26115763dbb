-- A table with a foreign key to a foreign table goes.
CREATE TABLE returns (id int PRIMARY KEY, user_id bigint REFERENCES auth.users)
-- next step
DROP TABLE returns
