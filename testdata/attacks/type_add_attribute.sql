-- An attribute of a foreign composite type.
-- object: composite type auth.address
ALTER TYPE auth.address ADD ATTRIBUTE zip text CASCADE
