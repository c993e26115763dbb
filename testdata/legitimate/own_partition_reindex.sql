-- rebuilds own partitions
-- in: alone
-- since: 14
REINDEX INDEX visits_pkey
