-- drops their partition with an own table
-- object: table auth.stock_9
DROP TABLE stock
