-- A check on an own domain is a check on the foreign column that has it.
-- object: table auth.reviews
ALTER DOMAIN quantity ADD CONSTRAINT small CHECK (VALUE < 100)
