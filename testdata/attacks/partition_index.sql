-- puts an index on their partition with one on an own table
-- object: table auth.stock_9
CREATE INDEX ON stock (place)
