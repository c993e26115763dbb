-- A Go step ends the transaction over the connection.
-- in: connection
-- refused: canceled
COMMIT; DROP TABLE profiles; BEGIN
