-- A Go step rolls back and goes on outside of the transaction.
-- refused: must not end its revision's transaction
-- in: func
ROLLBACK /* to */; DROP TABLE profiles
