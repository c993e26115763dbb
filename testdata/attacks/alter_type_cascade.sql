-- An attribute of an own composite type reaches the foreign rows that have it.
-- object: table auth.reviews
ALTER TYPE money_amount ADD ATTRIBUTE x int CASCADE
