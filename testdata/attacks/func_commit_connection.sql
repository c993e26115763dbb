-- A Go step ends the transaction over the connection.
-- in: connection
-- refused: must not end
COMMIT; DROP TABLE profiles; BEGIN
