-- A foreign row is held while own ones are written.
SELECT 1 FROM auth.users WHERE id = 1 FOR KEY SHARE; UPDATE orders SET total = 3 WHERE id = 1
