-- A foreign type gets another name.
-- object: type auth.role
ALTER TYPE auth.role RENAME TO kind
