-- Dropping an own domain takes foreign columns along.
-- object: table auth.reviews
DROP DOMAIN quantity CASCADE
