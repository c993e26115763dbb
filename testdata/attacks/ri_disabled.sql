-- The triggers behind a foreign foreign key are switched off for a delete, and on again.
-- object: table auth.favorites
ALTER TABLE orders DISABLE TRIGGER ALL; DELETE FROM orders WHERE id = 1; ALTER TABLE orders ENABLE TRIGGER ALL
