-- A name with escapes, outside of a transaction.
-- object: database
-- owner: nobody
-- in: alone
VACUUM U&"prof\0069les"
