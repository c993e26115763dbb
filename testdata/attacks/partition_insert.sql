-- a row of an own table that goes to their partition
-- object: table auth.stock_9
-- blind: where rows go
INSERT INTO stock VALUES (95, 'x')
