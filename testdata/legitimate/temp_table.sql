-- A temporary table helps.
CREATE TEMP TABLE moved ON COMMIT DROP AS SELECT id, total FROM orders; UPDATE orders o SET total = m.total FROM moved m WHERE m.id = o.id
