-- A check on an own domain that a foreign column has; NOT VALID takes no lock.
-- object: table auth.reviews
ALTER DOMAIN quantity ADD CONSTRAINT small CHECK (VALUE < 2) NOT VALID
