-- An own schema gets another name, and with it what others have in it.
-- object: table shop.of_auth
ALTER SCHEMA shop RENAME TO store
