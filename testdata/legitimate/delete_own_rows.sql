-- Own rows that no foreign ones hang on are deleted, though some could.
DELETE FROM orders WHERE id = 3
