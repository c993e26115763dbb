-- Own sequences are set and used, by name and by column.
SELECT setval(pg_get_serial_sequence('orders', 'id'), coalesce(max(id), 0) + 1, false) FROM orders; SELECT setval('orders_id_seq', 200); SELECT nextval('order_no')
