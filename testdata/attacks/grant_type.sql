-- A privilege on a foreign type.
-- object: type auth.role
REVOKE USAGE ON TYPE auth.role FROM PUBLIC
