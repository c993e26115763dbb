-- A check of an own domain, which guards a foreign column, is dropped.
-- object: table auth.reviews
ALTER DOMAIN quantity DROP CONSTRAINT quantity_check
