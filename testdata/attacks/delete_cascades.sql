-- Own rows are deleted, and foreign ones go along by ON DELETE CASCADE.
-- object: table auth.favorites
DELETE FROM orders WHERE id = 1
