-- deletes rows of their partition with those of an own table
-- object: table auth.stock_9
-- blind: where rows are
DELETE FROM stock
