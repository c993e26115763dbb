-- A foreign domain gets a check, NOT VALID.
-- object: type auth.email
ALTER DOMAIN auth.email ADD CONSTRAINT long CHECK (length(VALUE) > 3) NOT VALID
