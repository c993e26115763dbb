-- A statement that does not need to be outside of a transaction, put there.
-- object: table profiles
-- in: alone
DROP TABLE profiles
