-- An own schema gets another name, and with it what others have in it.
-- blind: what others have in a schema is not in the revisions
-- object: table shop.of_auth
ALTER SCHEMA shop RENAME TO store
