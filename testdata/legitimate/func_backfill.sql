-- A Go step that fills a column.
-- in: func
UPDATE orders SET total = 5 WHERE customer_id IN (SELECT id FROM auth.users)
