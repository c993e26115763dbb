-- A Go step ends the transaction.
-- in: func
-- refused: must not end its revision's transaction
COMMIT; DROP TABLE profiles; BEGIN
