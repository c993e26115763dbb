-- A foreign server comes and goes.
-- role: superuser
CREATE FOREIGN DATA WRAPPER shop_wrapper; CREATE SERVER shop_server FOREIGN DATA WRAPPER shop_wrapper; CREATE FOREIGN TABLE remote_stock (id int) SERVER shop_server
-- next step
DROP FOREIGN TABLE remote_stock; DROP SERVER shop_server; DROP FOREIGN DATA WRAPPER shop_wrapper
