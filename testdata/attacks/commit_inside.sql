-- The step ends the transaction that the fence looks at.
-- refused: its transaction is the runner's
COMMIT; DROP TABLE profiles; BEGIN
