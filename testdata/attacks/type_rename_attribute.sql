-- An attribute of an own type is renamed, and with it the column of their typed table.
-- object: table auth.prices
ALTER TYPE money_amount RENAME ATTRIBUTE currency TO c CASCADE
