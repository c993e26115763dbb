-- Work in a table that goes with the transaction.
CREATE TEMP TABLE work (id int) ON COMMIT DROP; INSERT INTO work SELECT id FROM orders; UPDATE orders SET total = 5 WHERE id IN (SELECT id FROM work)
