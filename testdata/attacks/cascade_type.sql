-- Dropping an own type takes foreign columns along.
-- object: table auth.reviews
DROP TYPE money_amount CASCADE
