-- sets an own sequence by its column
SELECT setval(pg_get_serial_sequence('orders', 'id'), (SELECT max(id) FROM orders))
