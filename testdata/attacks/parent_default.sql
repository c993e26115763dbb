-- A default goes down to their partition.
-- object: table auth.stock_9
ALTER TABLE stock ALTER place SET DEFAULT 'x'
