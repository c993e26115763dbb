-- A statement that need not be outside of a transaction.
-- in: alone
UPDATE orders SET total = 4
