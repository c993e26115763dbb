-- A check on an own domain that a foreign column has; NOT VALID takes no lock.
-- blind: who else uses a type is not in the revisions
-- object: table auth.reviews
ALTER DOMAIN quantity ADD CONSTRAINT small CHECK (VALUE < 2) NOT VALID
