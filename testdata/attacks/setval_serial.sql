-- sets a sequence by the column that it is of
-- object: table auth.users
SELECT setval(pg_get_serial_sequence('auth.users', 'id'), 50)
