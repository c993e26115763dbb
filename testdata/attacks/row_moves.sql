-- A row moves into a foreign partition.
-- object: table auth.stock_9
-- blind: where a row goes is only known when it does
UPDATE stock SET id = 95 WHERE id = 1
