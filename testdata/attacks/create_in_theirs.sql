-- A new table in a foreign schema.
-- object: schema auth
CREATE TABLE auth.pwned (id int)
