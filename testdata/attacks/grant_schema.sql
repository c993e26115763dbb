-- A privilege on a foreign schema.
-- object: schema auth
GRANT CREATE ON SCHEMA auth TO PUBLIC
