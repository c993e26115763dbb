-- rebuilds the index of their partition with that of an own table
-- object: index auth.stock_9_pkey
-- blind: whose the partitions of an index are
-- since: 14
-- in: alone
REINDEX INDEX stock_pkey
