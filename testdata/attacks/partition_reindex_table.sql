-- rebuilds the indexes of their partition with those of an own table
-- object: table auth.stock_9
-- since: 14
-- in: alone
REINDEX TABLE CONCURRENTLY stock
