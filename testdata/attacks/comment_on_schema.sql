-- A comment on a foreign schema.
-- object: schema auth
COMMENT ON SCHEMA auth IS 'x'
