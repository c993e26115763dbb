-- A constraint of a foreign table is dropped.
-- object: table auth.users
ALTER TABLE auth.users DROP CONSTRAINT users_id_check
