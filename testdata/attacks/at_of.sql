-- makes their table a typed one
-- object: table auth.base
CREATE TYPE base_row AS (id int);
ALTER TABLE auth.base OF base_row
