-- renames an attribute of their type
-- object: composite type auth.address
ALTER TYPE auth.address RENAME ATTRIBUTE street TO road CASCADE
