-- Rows that theirs refer to, but not their keys.
UPDATE orders SET total = 99
