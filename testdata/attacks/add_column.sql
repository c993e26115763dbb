-- A column is added to a foreign table.
-- object: table auth.users
ALTER TABLE auth.users ADD COLUMN is_verified boolean NOT NULL DEFAULT false
