-- rewrites their partition with an own table
-- object: table auth.stock_9
-- in: alone
VACUUM FULL stock
