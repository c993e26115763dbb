-- alters their partition with an own table
-- object: table auth.stock_9
ALTER TABLE stock ADD c int
