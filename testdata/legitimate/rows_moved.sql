CREATE TABLE old_orders (LIKE orders INCLUDING ALL)
-- next revision
WITH moved AS (DELETE FROM orders WHERE id = 3 RETURNING *) INSERT INTO old_orders SELECT * FROM moved
