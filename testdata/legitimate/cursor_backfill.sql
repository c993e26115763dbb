-- A cursor in a Go step.
-- in: func
DECLARE c CURSOR FOR SELECT id FROM orders; FETCH 2 FROM c; CLOSE c; UPDATE orders SET total = 2
