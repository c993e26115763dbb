-- A view is replaced, dropped and made again.
CREATE OR REPLACE VIEW paid_orders AS SELECT id, code, total FROM orders WHERE status = 'paid'; DROP VIEW paid_orders; CREATE VIEW paid_orders AS SELECT id FROM orders; COMMENT ON VIEW paid_orders IS 'x'
