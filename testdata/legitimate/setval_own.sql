-- An own sequence is set.
SELECT setval(pg_get_serial_sequence('orders', 'id'), 100)
