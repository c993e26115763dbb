-- A foreign schema makes room for one of our own with its name.
-- object: schema auth
ALTER SCHEMA auth RENAME TO auth_old; CREATE SCHEMA auth; CREATE TABLE auth.users (id int)
