-- Dropping an own column takes a foreign view along.
-- object: view auth.order_report
ALTER TABLE orders DROP COLUMN total CASCADE
