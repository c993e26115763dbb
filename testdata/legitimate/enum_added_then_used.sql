ALTER TYPE order_status ADD VALUE 'refunded'
-- next revision
UPDATE orders SET status = 'refunded' WHERE id = 3
