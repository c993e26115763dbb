-- a row of an own table that moves to their partition
-- object: table auth.stock_9
-- blind: where rows go
UPDATE stock SET id = 95 WHERE id = 1
