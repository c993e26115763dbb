-- A check of an own domain, which guards a foreign column, is dropped.
-- blind: who else uses a type is not in the revisions
-- object: table auth.reviews
ALTER DOMAIN quantity DROP CONSTRAINT quantity_check
