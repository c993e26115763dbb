-- a cursor that is left open
DECLARE c CURSOR WITH HOLD FOR SELECT * FROM orders
-- next step
CREATE TABLE held (id int)
