-- A default of an own domain is one of the foreign column that has it.
-- blind: who else uses a type is not in the revisions
-- object: table auth.reviews
ALTER DOMAIN quantity SET DEFAULT 3
