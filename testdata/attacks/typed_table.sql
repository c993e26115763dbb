-- alters the type of a typed table of theirs
-- object: table auth.prices
ALTER TYPE money_amount ADD ATTRIBUTE note text CASCADE
