-- detaches their partition from an own table
-- object: table auth.stock_9
ALTER TABLE stock DETACH PARTITION auth.stock_9
