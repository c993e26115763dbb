-- An own table is moved into a foreign schema.
-- object: schema auth
ALTER TABLE scratch SET SCHEMA auth
