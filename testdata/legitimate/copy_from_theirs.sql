-- Rows of a foreign table are read.
CREATE TABLE emails AS SELECT email::text FROM auth.users
