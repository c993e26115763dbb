-- A foreign type is dropped.
-- object: type auth.period
DROP TYPE auth.period
