-- Outside of a transaction too, a step cannot end the one that it is given.
-- refused: its transaction is the runner's
-- in: alone
COMMIT; DROP TABLE profiles; COMMIT; BEGIN
