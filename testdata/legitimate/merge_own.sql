-- MERGE into an own table from a foreign one.
-- since: 15
MERGE INTO orders o USING auth.users u ON o.customer_id = u.id WHEN MATCHED THEN UPDATE SET total = 1
