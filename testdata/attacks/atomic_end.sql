-- END of a transaction, made to look like that of a function's body.
-- refused: its transaction is the runner's
DROP TABLE profiles; SELECT t.begin atomic FROM (SELECT 1 AS begin) t; END
