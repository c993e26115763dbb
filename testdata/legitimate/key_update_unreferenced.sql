-- A key that foreign rows could have, and none has, changes.
UPDATE orders SET code = 'Z' WHERE id = 3
