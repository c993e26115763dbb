-- A default of an own domain is one of the foreign column that has it.
-- object: table auth.reviews
ALTER DOMAIN quantity SET DEFAULT 3
