-- locks their partition with an own table
-- object: table auth.stock_9
LOCK TABLE stock IN ACCESS EXCLUSIVE MODE
