-- clusters their partition with an own table
-- object: table auth.stock_9
-- since: 15
-- in: alone
CLUSTER stock USING stock_pkey
