-- makes their table anew, as it was
-- object: table auth.base
DROP TABLE auth.base;
CREATE TABLE auth.base (id int)
